using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Crm.Core.Time;
using Crm.Ingest.Commits;
using Crm.Ingest.Logs;
using Crm.Postgres.Live;
using Crm.Silo.Engine;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Live;

/// <summary>How log, database, pumps and cluster are, as the log and the database tell it: the same whichever process looks.</summary>
internal sealed class SystemLook(IDurablePositions positions, ILog log, ClusterMembers members, IOptions<OrleansOptions> cluster, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Behind = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Stuck = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(3);

    private readonly Dictionary<int, (long After, long End, Instant? At)> _waiting = []; // by partition, when the record after this one was appended
    private (long[] Ends, long LookedAt)? _before; // where partitions ended at the last look

    /// <summary>One at a time.</summary>
    public async Task<SystemState> Look(CancellationToken cancellationToken)
    {
        var (rows, asked) = await Ask(positions.Read, cancellationToken);
        var database = rows is null
            ? HealthPartBody.Failing("database", "database.silent", "The database does not answer.")
            : asked >= Slow ? HealthPartBody.Slow("database", "database.slow", $"The database takes {Seconds(asked)} to answer.")
            : HealthPartBody.Ok("database", "database.ok", "The database answers.");
        var (ends, took) = await Ask(Ends, cancellationToken);
        var ofLog = ends is null
            ? HealthPartBody.Failing("log", "log.silent", "The log does not answer.")
            : took >= Slow ? HealthPartBody.Slow("log", "log.slow", $"The log takes {Seconds(took)} to answer.")
            : HealthPartBody.Ok("log", "log.ok", "The log answers.");
        var lag = rows is null || ends is null ? null : (await Ask(patience => Oldest(rows, ends, patience), cancellationToken)).Answer;
        return new(lag is { } age ? Math.Round(age.TotalSeconds, 3) : null, [ofLog, database, Pumps(lag), await Cluster(cancellationToken)]);
    }

    private static HealthPartBody Pumps(TimeSpan? lag) => lag switch
    {
        null => HealthPartBody.Failing("pumps", "pumps.unknown", "It is not known how far the log was read."),
        { } age when age >= Stuck => HealthPartBody.Failing("pumps", "pumps.stuck", $"The oldest record that waits is {Seconds(age)} old."),
        { } age when age >= Behind => HealthPartBody.Slow("pumps", "pumps.behind", $"The oldest record that waits is {Seconds(age)} old."),
        _ => HealthPartBody.Ok("pumps", "pumps.ok", "What comes into the log is visible at once, or soon."),
    };

    private async Task<HealthPartBody> Cluster(CancellationToken cancellationToken)
    {
        if (cluster.Value.Clustering == Clustering.Local)
        {
            return HealthPartBody.Ok("cluster", "cluster.one", "One process.");
        }

        var (counted, _) = await Ask<(int Active, int Silent)?>(async patience => await members.Count(cluster.Value.ClusterId, patience), cancellationToken);
        return counted switch
        {
            null => HealthPartBody.Failing("cluster", "cluster.unknown", "It is not known who is in the cluster."),
            { Silent: > 0 and var silent, Active: var active } => HealthPartBody.Slow("cluster", "cluster.silent", $"{silent} of {active} processes have not been heard of for two minutes."),
            { Active: 0 } => HealthPartBody.Failing("cluster", "cluster.empty", "No process is an active member."),
            { Active: var active } => HealthPartBody.Ok("cluster", "cluster.ok", $"{active} processes."),
        };
    }

    private async Task<long[]?> Ends(CancellationToken cancellationToken)
    {
        var ends = new long[log.Partitions];
        for (var partition = 0; partition < ends.Length; partition++)
        {
            ends[partition] = (await log.Range(partition, cancellationToken)).Last;
        }

        return ends;
    }

    // A partition whose end was passed since the last look is not behind by more than a look: the log is asked since when only of the others.
    private async Task<TimeSpan?> Oldest(IReadOnlyList<PartitionState> rows, long[] ends, CancellationToken cancellationToken)
    {
        var durable = rows.ToDictionary(static row => row.Durable.Partition, static row => row.Durable.Offset);
        var before = _before is { } last && time.GetElapsedTime(last.LookedAt) < Recent ? last.Ends : null;
        _before = (ends, time.GetTimestamp());
        var oldest = Instant.Never;
        for (var partition = 0; partition < ends.Length; partition++)
        {
            var reached = durable.GetValueOrDefault(partition, -1);
            if (reached < ends[partition] && (before is null || reached < before[partition]))
            {
                oldest = Instant.Earlier(oldest, await Waiting(partition, reached, ends[partition], cancellationToken) ?? Instant.Never);
            }
        }

        return oldest == Instant.Never ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Max(0, Instant.From(time.GetUtcNow()) - oldest));
    }

    /// <returns>Null where no record waits: a broker's own marks take places too.</returns>
    private async Task<Instant?> Waiting(int partition, long after, long end, CancellationToken cancellationToken)
    {
        if (!_waiting.TryGetValue(partition, out var known) || known.After != after || (known.At is null && known.End != end))
        {
            _waiting[partition] = known = (after, end, await log.AppendedAfter(partition, after, cancellationToken));
        }

        return known.At;
    }

    /// <returns>The answer, or null where none came in time; and how long it took.</returns>
    private async Task<(T? Answer, TimeSpan Took)> Ask<T>(Func<CancellationToken, Task<T>> question, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var started = time.GetTimestamp();
        try
        {
            return (await question(patience.Token).WaitAsync(patience.Token), time.GetElapsedTime(started));
        }
        catch (Exception exception) when (exception is DbException or LogUnavailableException or OperationCanceledException or TimeoutException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (default, time.GetElapsedTime(started));
        }
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}

/// <param name="LagSeconds">0 where nothing waits; null where it is not known.</param>
/// <param name="Health">log, database, pumps, cluster.</param>
internal sealed record SystemState(double? LagSeconds, ImmutableArray<HealthPartBody> Health);
