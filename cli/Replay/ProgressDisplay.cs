using Spectre.Console;

namespace Crm.Cli.Replay;

/// <summary>A bar with rate and time left on a terminal, a plain line every few seconds elsewhere.</summary>
internal sealed class ProgressDisplay(IAnsiConsole console, TimeProvider time, Survey survey)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly long _started = time.GetTimestamp();
    private long _said = time.GetTimestamp();
    private long? _sentBefore;
    private ProgressTask? _bar;

    public Task<long> Run(Func<Task<long>> work) =>
        console.Profile.Capabilities.Interactive
            ? console.Progress()
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(context =>
                {
                    _bar = context.AddTask("replay", maxValue: Math.Max(1, survey.Lines));
                    return work();
                })
            : work();

    public void Show(SendProgress progress)
    {
        _sentBefore ??= progress.Sent; // the first batch of a resumed replay tells where it began
        var seconds = time.GetElapsedTime(_started).TotalSeconds;
        var rate = (progress.Sent - _sentBefore.Value) / Math.Max(seconds, 0.001);
        if (_bar is { } bar)
        {
            bar.Value = progress.Line;
            bar.Description = $"{progress.Sent:N0} events, {rate:N0}/s";
        }
        else if (time.GetElapsedTime(_said) >= Every)
        {
            _said = time.GetTimestamp();
            var done = (double)progress.Line / Math.Max(1, survey.Lines);
            console.WriteLine($"{progress.Sent:N0} events, {rate:N0}/s, {done:P0}, about {seconds * (1 - done) / Math.Max(done, 0.001):N0} s left");
        }
    }
}
