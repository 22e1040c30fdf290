using Crm.Ingest.Pumps;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Crm.Postgres.Definitions;

/// <summary>Announces versions that other processes made, or that this one made and could not announce.</summary>
internal sealed class DefinitionWatcher(
    NpgsqlDataSource source, DefinitionVersions versions, TimeProvider time, IOptions<PostgresOptions> options, ILogger<DefinitionWatcher> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.DefinitionPoll, time);
        do
        {
            try
            {
                await Look(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                logger.DefinitionsUnread(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task Look(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select s.name, d.version from crm.stores s
            cross join lateral (select version from crm.definitions where store = s.name order by version desc limit 1) d
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            versions.Announce(reader.GetString(0), reader.GetInt32(1));
        }
    }
}
