using Crm.Postgres.Logs;
using Crm.Postgres.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Crm.Postgres;

/// <summary>Waits for the server, migrates the schema and opens the log before any other service starts, whatever the order of their registration.</summary>
internal sealed class PostgresStartup(
    Migrator migrator, NpgsqlDataSource source, IOptions<PostgresOptions> options, TimeProvider time, ILogger<PostgresStartup> logger, IServiceProvider services) : IHostedLifecycleService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await Reach(cancellationToken);
        await migrator.Run(cancellationToken);
        if (services.GetService<PostgresLog>() is { } log)
        {
            await log.Open(cancellationToken);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // What passes by itself (the server starts, or nobody listens yet) is waited for; a wrong password or database is not.
    private async Task Reach(CancellationToken cancellationToken)
    {
        for (var start = time.GetTimestamp(); ;)
        {
            try
            {
                await (await source.OpenConnectionAsync(cancellationToken)).DisposeAsync();
                return;
            }
            catch (NpgsqlException unreachable) when (unreachable.IsTransient && time.GetElapsedTime(start) < options.Value.StartTimeout)
            {
                logger.DatabaseAwaited(unreachable.Message);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }
}
