using Crm.TestSupport;
using Crm.TestSupport.Databases;

namespace Crm.Client.Tests.Live;

/// <summary>One silo as a process of its own; each test makes itself a store.</summary>
public sealed class LiveFixture : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public SiloProcess Silo { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create(migrated: false);
        Silo = new(_database.ConnectionString);
        await Silo.Start();
    }

    public async Task DisposeAsync()
    {
        await Silo.DisposeAsync();
        await _database.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class LiveCollection : ICollectionFixture<LiveFixture>
{
    public const string Name = "live";
}
