using Crm.Cli.Api;

namespace Crm.Cli.Replay;

/// <summary>How far a replay is.</summary>
/// <param name="Line">The newest line of the file whose event was acknowledged.</param>
internal readonly record struct SendProgress(long Sent, int Line);

/// <summary>Sends events in order, one request in flight: so a customer's events reach the log in the order of the file, and a count says what is safe.</summary>
internal sealed class Sender(Collector collector, Pace pace, TimeProvider time)
{
    private readonly Batch _batch = new();
    private long _sent;

    /// <summary>Told each event that the collector turned away.</summary>
    public Action<ReplayEvent, string>? Rejected { get; set; }

    /// <summary>Told after every acknowledged batch.</summary>
    public Action<SendProgress>? Progress { get; set; }

    /// <param name="skip">Events at the front that an earlier run already sent.</param>
    /// <returns>Events acknowledged, those skipped included.</returns>
    public async Task<long> Send(IEnumerable<ReplayEvent> events, long skip, CancellationToken cancellationToken)
    {
        _sent = 0;
        foreach (var next in events)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_sent < skip)
            {
                _sent++;
                continue;
            }
            await MakeWay(next, cancellationToken);
            _batch.Add(next);
        }
        await Flush(last: true, cancellationToken);
        return _sent;
    }

    private async Task MakeWay(ReplayEvent next, CancellationToken cancellationToken)
    {
        var wait = pace.Until(next.At);
        if (wait > TimeSpan.Zero || !_batch.HasRoomFor(next))
            await Flush(last: false, cancellationToken);
        // Asked again: the request just made took time too.
        if (wait > TimeSpan.Zero && pace.Until(next.At) is { Ticks: > 0 } rest)
            await Task.Delay(rest, time, cancellationToken);
    }

    private async Task Flush(bool last, CancellationToken cancellationToken)
    {
        if (_batch.Events.Count == 0)
            return;
        foreach (var (index, reason) in await collector.Send(_batch.ToBody(), wait: last, cancellationToken))
            Rejected?.Invoke(_batch.Events[Math.Clamp(index, 0, _batch.Events.Count - 1)], reason);
        _sent += _batch.Events.Count;
        Progress?.Invoke(new(_sent, _batch.Events.Max(static one => one.Line)));
        _batch.Clear();
    }
}
