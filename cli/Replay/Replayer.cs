using Crm.Cli.Api;
using Crm.Cli.Stores;
using Spectre.Console;

namespace Crm.Cli.Replay;

/// <summary>One replay from file to summary.</summary>
internal sealed class Replayer(ReplayOptions options, IAnsiConsole console, TimeProvider time, HttpClient http)
{
    private readonly ResumeFile _resume = new(options.Resume);
    private readonly Complaints _complaints = new(console, options.Strict);
    private long _acknowledged;

    public async Task<int> Run(Connection connection, CancellationToken cancellationToken)
    {
        if (_resume.Read() is { Done: true } done)
        {
            console.WriteLine($"Already replayed: {done.Sent:N0} events of {Path.GetFileName(options.File)}.");
            return 0;
        }
        var survey = Survey.Of(LineFile.Lines(options.File));
        var shift = Shift(survey);
        var target = await Target(connection, cancellationToken);
        try
        {
            var sent = await Stream(survey, shift, target, cancellationToken);
            if (options.LogClock)
                await Advance(target, shift.Apply(survey.Last), cancellationToken);
            _resume.Write(new(shift.Weeks, sent, Done: true));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Stopped();
        }
        return 0;
    }

    private WeekShift Shift(Survey survey) =>
        _resume.Read() is { } begun ? new(begun.Weeks)
        : options.ShiftToYesterday && survey.Last > DateTimeOffset.MinValue ? WeekShift.ToYesterday(survey.Last, time.GetUtcNow())
        : default;

    private async Task<Connection> Target(Connection connection, CancellationToken cancellationToken)
    {
        var store = options.Store ?? $"replay-{time.GetUtcNow():yyyyMMdd-HHmmss}";
        var keys = Path.Combine(options.Keys, $"keys.{store}.env");
        if (!options.LogClock)
            return options.Store is null || !File.Exists(keys) ? connection : KeysFile.Read(keys, connection);
        if (File.Exists(keys))
            return KeysFile.Read(keys, connection);
        var created = await new StoreApi(http, connection).Create(new(store, "log", "UTC", "USD"), cancellationToken);
        KeysFile.Write(keys, created);
        console.WriteLine($"Store {store}, on the log's clock; its keys are in {keys}");
        return created;
    }

    private async Task<long> Stream(Survey survey, WeekShift shift, Connection target, CancellationToken cancellationToken)
    {
        var display = new ProgressDisplay(console, time, survey);
        var sender = new Sender(new Collector(http, target.RequiredWriteKey), new Pace(options.Speed, time), time)
        {
            Rejected = _complaints.Reject,
            Progress = progress =>
            {
                _acknowledged = progress.Sent;
                _resume.Write(new(shift.Weeks, progress.Sent, Done: false));
                display.Show(progress);
            },
        };
        var events = new EventStream(shift, options.Browse, _complaints.Wrong).Read(LineFile.Lines(options.File));
        var before = _resume.Read()?.Sent ?? options.From;
        var started = time.GetTimestamp();
        var sent = await display.Run(() => sender.Send(events, before, cancellationToken));
        Summarize(sent - before, survey, shift, time.GetElapsedTime(started));
        return sent;
    }

    private void Summarize(long sent, Survey survey, WeekShift shift, TimeSpan took)
    {
        var shifted = shift.Weeks == 0 ? "" : $", shifted by {shift.Weeks} weeks";
        console.WriteLine($"{sent:N0} events of {survey.Lines:N0} lines in {took.TotalSeconds:N1} s ({sent / Math.Max(took.TotalSeconds, 0.001):N0}/s){shifted}.");
        if (_complaints.WrongLines + _complaints.Rejected > 0)
            console.WriteLine($"{_complaints.WrongLines:N0} wrong lines left out, {_complaints.Rejected:N0} dead letters.");
    }

    private async Task Advance(Connection target, DateTimeOffset to, CancellationToken cancellationToken)
    {
        await new StoreApi(http, target).AdvanceClock(to, cancellationToken);
        console.WriteLine($"The store's clock stands at {OrderEvents.Instant(to)}.");
    }

    private int Stopped()
    {
        var next = options.Resume is null ? $"add --from {_acknowledged} to go on from there" : "the same command goes on from there";
        console.WriteLine($"Stopped. {_acknowledged:N0} events are safely in the log; {next}.");
        return 130;
    }
}
