using Crm.TestSupport;
using Crm.TestSupport.Databases;

namespace Crm.Silo.Tests.Support;

/// <summary>One silo as a process of its own, for all tests of the collection; each test makes itself a store.</summary>
public sealed class SiloFixture : IAsyncLifetime
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

    /// <param name="clock">wall or log.</param>
    public Task<TestStore> Store(string clock = "wall") => TestStore.Create(Silo.Url, clock);
}

[CollectionDefinition(Name)]
public sealed class SiloCollection : ICollectionFixture<SiloFixture>
{
    public const string Name = "silo";
}
