using System.Collections.Immutable;
using System.Diagnostics;
using System.Threading.RateLimiting;
using Crm.Ingest.Logs;
using Crm.Ingest.Telemetry;
using Crm.Silo.Configuration;
using Crm.Silo.Http;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Collector;

/// <summary>The way of this process's own appends to the log; at most so many at a time, and of one store fewer, so that others get through.</summary>
internal sealed class Intake : IDisposable
{
    private readonly ILog _log;
    private readonly PartitionedRateLimiter<string> _limiter;

    public Intake(ILog log, IOptions<SiloOptions> options)
    {
        _log = log;
        _limiter = PartitionedRateLimiter.CreateChained(
            Limiter(static _ => "", options.Value.MaxAppends), Limiter(static store => store, options.Value.MaxAppendsPerStore));
    }

    public int Partitions => _log.Partitions;

    /// <returns>Where the records stand; or, with nothing appended, a problem that asks to come back later.</returns>
    public async ValueTask<(ImmutableArray<LogPosition> Positions, Problem? Problem)> Append(string store, IReadOnlyList<LogAppend> records, CancellationToken cancellationToken)
    {
        using var lease = _limiter.AttemptAcquire(store);
        if (!lease.IsAcquired)
        {
            return ([], new(StatusCodes.Status429TooManyRequests) { Detail = "Too many appends are under way.", RetryAfter = 1 });
        }

        using var span = Traces.Source.StartActivity("crm.append", ActivityKind.Producer);
        span?.SetTag("crm.append.records", records.Count);
        return (await _log.Append(records, cancellationToken), null);
    }

    public void Dispose() => _limiter.Dispose();

    private static PartitionedRateLimiter<string> Limiter(Func<string, string> by, int permits) =>
        PartitionedRateLimiter.Create<string, string>(store => RateLimitPartition.GetConcurrencyLimiter(by(store), _ => new() { PermitLimit = permits }));
}
