using Crm.TestSupport;
using Crm.TestSupport.Databases;

namespace Crm.Silo.Tests.Support;

/// <summary>One silo as a process of its own, for all tests of the collection; each test makes itself a store.</summary>
public sealed class SiloFixture : IAsyncLifetime
{
    public TestDatabase Database { get; private set; } = null!;

    public SiloProcess Silo { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.Create(migrated: false);
        Silo = new(Database.ConnectionString);
        await Silo.Start();
    }

    public async Task DisposeAsync()
    {
        await Silo.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <param name="clock">wall or log.</param>
    public Task<TestStore> Store(string clock = "wall") => TestStore.Create(Silo.Url, clock);
}

[CollectionDefinition(Name)]
public sealed class SiloCollection : ICollectionFixture<SiloFixture>
{
    public const string Name = "silo";
}
