using Crm.TestSupport.Databases;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Crm.Postgres.Tests.Support;

/// <summary>A database for one test class, and a process that uses it. Tests of a class keep apart by partition, store or customer.</summary>
public sealed class ProcessFixture : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public ServiceProvider Process { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.Create();
        Process = await Database.Start();
    }

    public async Task DisposeAsync()
    {
        await Process.DisposeAsync();
        await Database.DisposeAsync();
    }

    public T Get<T>() where T : notnull => Process.GetRequiredService<T>();
}
