using System.Globalization;
using Crm.Ingest.Pumps;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Crm.Postgres.Logs;

/// <summary>
/// Shares the partitions of the PostgreSQL log evenly among the processes on a database: whoever holds a partition's advisory lock has it. The locks are a
/// session's, and the server ends a session at once when its process is gone, and after <see cref="PostgresLogOptions.LeaseTime"/> when nothing is heard
/// of it. That nobody writes who is not the owner is the partition row's doing, as everywhere.
/// </summary>
internal sealed class PartitionLeases(NpgsqlDataSource source, IOptions<PostgresLogOptions> options, TimeProvider time, ILogger<PartitionLeases> logger)
    : IPartitionAssignment
{
    private const int Locks = 0x43524D; // the first half of the lock's key; the second one is the partition
    private const int Member = int.MaxValue; // shared by all who want partitions: how many they are

    private readonly TimeSpan _lease = options.Value.LeaseTime;
    private readonly SortedSet<int> _held = [];
    private readonly Dictionary<int, (Task Drained, long Since)> _leaving = []; // still held, until what was begun is durable

    private TimeSpan Step => _lease / 10;

    public async Task Run(IPumps pumps, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var session = await Join(stopping);
                await Keep(session, pumps, stopping);
                await Leave(session, pumps);
            }
            catch (Exception failed) when (failed is NpgsqlException or TimeoutException or IOException)
            {
                _ = pumps.Lose(_held); // somebody may own them already: nothing to wait for
                _held.Clear();
                _leaving.Clear();
                logger.LeasesLost(failed);
                await Task.Delay(Step, time, stopping);
            }
        }
    }

    private async Task<NpgsqlConnection> Join(CancellationToken stopping)
    {
        var session = await source.OpenConnectionAsync(stopping);
        try
        {
            await Execute(session, string.Create(CultureInfo.InvariantCulture, $"set idle_session_timeout = {_lease.TotalMilliseconds:F0}; select pg_advisory_lock_shared({Locks}, {Member})"));
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private async Task Keep(NpgsqlConnection session, IPumps pumps, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var share = await Share(session, pumps.Partitions);
            GiveUp(pumps, _held.Except(_leaving.Keys).Skip(share).ToArray());
            await Unlock(session);
            Take(pumps, _held.Count < share ? await Lock(session, pumps.Partitions, share - _held.Count) : []);
            await Task.Delay(Step, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Leave(NpgsqlConnection session, IPumps pumps)
    {
        GiveUp(pumps, _held.Except(_leaving.Keys).ToArray());
        while (_leaving.Count > 0)
        {
            await Task.WhenAny(Task.WhenAll(_leaving.Values.Select(static leaving => leaving.Drained)), Task.Delay(Step, time, CancellationToken.None));
            await Unlock(session);
        }

        await Execute(session, "select pg_advisory_unlock_all(); reset idle_session_timeout"); // the connection goes back to the others
    }

    /// <summary>How many partitions are this process's, by how many processes there are and which of them it is.</summary>
    private async Task<int> Share(NpgsqlConnection session, int partitions)
    {
        await using var command = Command(session, """
            select count(*)::int, (count(*) filter (where pid < pg_backend_pid()))::int
            from pg_locks
            where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
              and classid = $1 and objid = $2 and objsubid = 2 and granted
            """);
        command.Parameters.With(Locks).With(Member);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var (members, before) = (reader.GetInt32(0), reader.GetInt32(1));
        return (partitions / members) + (before < partitions % members ? 1 : 0);
    }

    /// <summary>Those of the partitions that nobody holds, up to so many.</summary>
    private async Task<int[]> Lock(NpgsqlConnection session, int partitions, int most)
    {
        var others = Enumerable.Range(0, partitions).Where(partition => !_held.Contains(partition)).ToArray();
        await using var command = Command(session, "select partition from unnest($1) partition where pg_try_advisory_lock($2, partition) limit $3");
        command.Parameters.With(others).With(Locks).With(most);
        await using var reader = await command.ExecuteReaderAsync();
        var taken = new List<int>();
        while (await reader.ReadAsync())
        {
            taken.Add(reader.GetInt32(0));
        }

        return [.. taken];
    }

    private async Task Unlock(NpgsqlConnection session)
    {
        var free = _leaving.Where(leaving => leaving.Value.Drained.IsCompleted || time.GetElapsedTime(leaving.Value.Since) > _lease).Select(static leaving => leaving.Key).ToArray();
        if (free.Length > 0)
        {
            await using var command = Command(session, "select pg_advisory_unlock($1, partition) from unnest($2) partition");
            command.Parameters.With(Locks).With(free);
            await command.ExecuteNonQueryAsync();
        }

        foreach (var partition in free)
        {
            _held.Remove(partition);
            _leaving.Remove(partition);
        }
    }

    private void Take(IPumps pumps, int[] partitions)
    {
        _held.UnionWith(partitions);
        pumps.Assign(partitions); // also none: then that is known
        if (partitions.Length > 0)
        {
            logger.PartitionsTaken(string.Join(',', partitions));
        }
    }

    private void GiveUp(IPumps pumps, int[] partitions)
    {
        if (partitions.Length == 0)
        {
            return;
        }

        logger.PartitionsGivenUp(string.Join(',', partitions));
        foreach (var partition in partitions)
        {
            _leaving[partition] = (pumps.Revoke([partition]), time.GetTimestamp());
        }
    }

    // An answer that does not come within the lease is as good as none.
    private NpgsqlCommand Command(NpgsqlConnection session, string sql) => new(sql, session) { CommandTimeout = Math.Max(1, (int)_lease.TotalSeconds) };

    private async Task Execute(NpgsqlConnection session, string sql)
    {
        await using var command = Command(session, sql);
        await command.ExecuteNonQueryAsync();
    }
}
