using System.Net;
using Crm.TestSupport;
using Crm.TestSupport.Databases;
using Crm.TestSupport.Stores;

namespace Crm.Silo.Tests.Privacy;

/// <summary>Erasure over real HTTP on real PostgreSQL: afterwards every table is searched for the person, byte by byte.</summary>
public sealed class ErasureTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Crm__Privacy__KeysAfter"] = "00:00:00.500",
        ["Crm__Privacy__TellFor"] = "00:00:01",
        ["Crm__Privacy__ErasurePoll"] = "00:00:00.050",
        ["CRM_PARTITIONS"] = "2",
    };

    private TestDatabase _database = null!;
    private SiloProcess _silo = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create(migrated: false);
        _silo = new(_database.ConnectionString, Settings);
        await _silo.Start();
    }

    public async Task DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Erase_PersonInEveryPlace_IsFoundNowhere()
    {
        using var store = await TestStore.Create(_silo.Url, "wall");
        var (person, other) = (new Person(), new Person("other-"));
        await person.Fill(store);
        await other.Come(store);
        var search = new PersonSearch(_database.ConnectionString);
        Assert.Equal(["crm.dead_letters", "crm.snapshots"], Tables(await search.Find(person.Texts)).Intersect(["crm.archive", "crm.dead_letters", "crm.log", "crm.snapshots"]));

        var receipt = await person.EraseWholly(store);
        await NothingTold();

        Assert.Empty(await search.Find(person.Texts));
        Assert.NotEmpty(await search.Find(other.Texts));
        var removed = receipt["removed"].EnumerateArray().ToDictionary(static place => place.GetProperty("place").GetString()!, static place => place.GetProperty("rows").GetInt64());
        Assert.Equal((1, 1, 6, 1, 1), (removed["customer"], removed["memberships"], removed["archive"], removed["actions"], removed["runs"]));
        Assert.Equal((1, 1), (removed["deadLetters"], removed["deadLettersByContent"]));
        Assert.True(removed["keys"] >= 1);
        (await store.Get(person.Path)).Problem(HttpStatusCode.Gone);
        (await store.Get(person.Path + "/timeline")).Problem(HttpStatusCode.Gone);
        (await store.Post(person.Path + "/tags", """{"add":["x"]}""")).Problem(HttpStatusCode.Gone);
        Assert.Equal(1, (await store.Get("/api/v1/segments/buyers")).Ok()["count"].GetInt32());
        (await store.Get(other.Path)).Ok();
        Assert.Equal(6, (await store.Get(other.Path + "/timeline")).Ok()["items"].GetArrayLength());
    }

    private static IEnumerable<string> Tables(IEnumerable<string> found) => found.Select(static one => one[..one.IndexOf(':', StringComparison.Ordinal)]).Distinct();

    // Entries that tell subscribers who was erased stay a second, as the silo is set.
    private async Task NothingTold()
    {
        for (var tries = 0; await _database.Scalar<long>("select count(*) from crm.feed where cause = 4") > 0; tries++)
        {
            Assert.True(tries < 300, "what tells of the erasure stays");
            await Task.Delay(100);
        }
    }
}
