using Crm.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Crm.TestSupport.Databases;

/// <summary>A database of its own with the current schema, dropped at the end.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private TestDatabase(string name, string connectionString) => (Name, ConnectionString) = (name, connectionString);

    public string Name { get; }

    public string ConnectionString { get; }

    /// <param name="migrated">False for one that is empty.</param>
    public static async Task<TestDatabase> Create(bool migrated = true)
    {
        var name = $"crm_test_{Guid.NewGuid():N}";
        if (migrated)
        {
            await Template.Clone(name);
        }
        else
        {
            await TestServer.Execute(TestServer.Maintenance, $"create database {name}");
        }

        var connection = TestServer.Connection();
        connection.Database = name;
        return new(name, connection.ConnectionString);
    }

    /// <summary>What a process that uses the database has; several of them are several processes. Nothing is started.</summary>
    /// <param name="settings">As in the configuration, such as <c>Postgres:LockTimeout</c>.</param>
    public ServiceProvider Services(IReadOnlyDictionary<string, string?>? settings = null) =>
        Services(ConnectionString, settings ?? new Dictionary<string, string?>(), withLog: true);

    /// <summary>The same, migrated, and with its log open; background work that runs by the clock is not started.</summary>
    public async Task<ServiceProvider> Start(IReadOnlyDictionary<string, string?>? settings = null)
    {
        var services = Services(settings);
        foreach (var service in services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
        {
            await service.StartingAsync(CancellationToken.None);
        }

        return services;
    }

    public async Task<T> Scalar<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public Task Execute(string sql) => TestServer.Execute(Name, sql);

    public async ValueTask DisposeAsync() => await TestServer.Execute(TestServer.Maintenance, $"drop database if exists {Name} with (force)");

    internal static ServiceProvider Services(string connectionString, IReadOnlyDictionary<string, string?> settings, bool withLog)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings)
            .AddInMemoryCollection([new("CRM_POSTGRES", connectionString)])
            .Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddCrmPostgres(configuration);
        if (withLog)
        {
            services.AddCrmPostgresLog(configuration);
        }

        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
