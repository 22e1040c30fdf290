using System.Collections.Immutable;
using System.Diagnostics;
using System.Threading.RateLimiting;
using Crm.Ingest.Logs;
using Crm.Ingest.Telemetry;
using Crm.Silo.Configuration;
using Crm.Silo.Http;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Collector;

/// <summary>The way of this process's own appends to the log; at most so many and so large at a time, and of one store less, so that others get through.</summary>
internal sealed class Intake : IDisposable
{
    private readonly ILog _log;
    private readonly PartitionedRateLimiter<string> _limiter;
    private readonly PartitionedRateLimiter<string> _kilobytes;

    public Intake(ILog log, IOptions<SiloOptions> options)
    {
        _log = log;
        _limiter = Limiter(options.Value.MaxAppends, options.Value.MaxAppendsPerStore);
        _kilobytes = Limiter(options.Value.MaxAppendMegabytes * 1024, options.Value.MaxAppendMegabytes * 768);
    }

    public int Partitions => _log.Partitions;

    /// <returns>Where the records stand; or, with nothing appended, a problem that asks to come back later.</returns>
    public async ValueTask<(ImmutableArray<LogPosition> Positions, Problem? Problem)> Append(string store, IReadOnlyList<LogAppend> records, CancellationToken cancellationToken)
    {
        using var lease = _limiter.AttemptAcquire(store);
        using var room = _kilobytes.AttemptAcquire(store, 1 + (int)(records.Sum(static record => (long)record.Payload.Length) / 1024));
        if (!lease.IsAcquired || !room.IsAcquired)
        {
            return ([], new(StatusCodes.Status429TooManyRequests) { Detail = "Too many appends are under way.", RetryAfter = 1 });
        }

        using var span = Traces.Source.StartActivity("crm.append", ActivityKind.Producer);
        span?.SetTag("crm.append.records", records.Count);
        return (await _log.Append(records, cancellationToken), null);
    }

    public void Dispose()
    {
        _limiter.Dispose();
        _kilobytes.Dispose();
    }

    private static PartitionedRateLimiter<string> Limiter(int all, int ofOneStore) =>
        PartitionedRateLimiter.CreateChained(Limiter(static _ => "", all), Limiter(static store => store, ofOneStore));

    private static PartitionedRateLimiter<string> Limiter(Func<string, string> by, int permits) =>
        PartitionedRateLimiter.Create<string, string>(store => RateLimitPartition.GetConcurrencyLimiter(by(store), _ => new() { PermitLimit = permits }));
}
