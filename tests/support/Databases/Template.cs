using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Crm.TestSupport.Databases;

/// <summary>One migrated database a process, from which the others are cloned: that is ten times as fast as migrating each.</summary>
internal static class Template
{
    private static readonly Lazy<Task<string>> Made = new(Make);

    public static async Task Clone(string database)
    {
        var template = await Made.Value;
        await TestServer.Execute(TestServer.Maintenance, $"create database {database} template {template}");
    }

    private static async Task<string> Make()
    {
        var name = $"crm_template_{Guid.NewGuid():N}";
        await TestServer.Execute(TestServer.Maintenance, $"create database {name}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => TestServer.Execute(TestServer.Maintenance, $"drop database if exists {name} with (force)").Wait();
        var connection = TestServer.Connection();
        connection.Database = name;
        connection.Pooling = false; // a template with a session open cannot be cloned
        await using var services = TestDatabase.Services(connection.ConnectionString, new Dictionary<string, string?>(), withLog: false);
        foreach (var service in services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
        {
            await service.StartingAsync(CancellationToken.None);
        }

        NpgsqlConnection.ClearAllPools();
        return name;
    }
}
