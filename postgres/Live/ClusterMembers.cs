using Npgsql;

namespace Crm.Postgres.Live;

/// <summary>The processes of a cluster, as Orleans' table of members has them.</summary>
public sealed class ClusterMembers(NpgsqlDataSource source)
{
    // Each says every half minute that it is alive; one that died is found out by the others' probes, in seconds, unless there are none.
    private const string Silence = "2 minutes";

    /// <summary>How many are active, and how many of them have not been heard of for two minutes; none where the cluster is one process.</summary>
    public async Task<(int Active, int Silent)> Count(string cluster, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"""
            select count(*)::integer, (count(*) filter (where iamalivetime < now() - interval '{Silence}'))::integer
            from crm_orleans.members where deploymentid = $1 and status = 3
            """);
        command.Parameters.With(cluster);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt32(0), reader.GetInt32(1));
    }
}
