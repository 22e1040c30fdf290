using System.Net;
using Crm.TestSupport;
using Crm.TestSupport.Databases;

namespace Crm.Silo.Tests.Privacy;

/// <summary>Erasure over real HTTP on real PostgreSQL: afterwards every table is searched for the person, byte by byte.</summary>
public sealed class ErasureTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crm-erasure-");

    private Dictionary<string, string> Settings => new()
    {
        ["TMPDIR"] = _folder.FullName,
        ["HOME"] = _folder.FullName,
        ["DOTNET_EnableDiagnostics"] = "0", // its sockets would be among the files
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
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Erase_PersonInEveryPlace_IsFoundNowhere()
    {
        using var store = await TestStore.Create(_silo.Url, "wall");
        var (person, other) = (new Person(), new Person("other-"));
        await person.Fill(store);
        await other.Come(store);
        var search = new PersonSearch(_database.ConnectionString);
        var places = Tables(await search.Find(person.Texts[1..])).ToArray();
        Assert.Equal(["crm.outbox", "crm.snapshots"], places.Intersect(["crm.outbox", "crm.snapshots"]).Order(StringComparer.Ordinal));
        Assert.Empty(places.Intersect(["crm.archive", "crm.dead_letters", "crm.log"])); // there it is sealed

        var receipt = await person.EraseWholly(store);
        await NothingTold();

        Assert.Empty(await search.Find(person.Texts));
        Assert.NotEmpty(await search.Find(other.Texts));
        Assert.DoesNotContain(person.Texts, InFilesOrOutput);
        var removed = receipt["removed"].EnumerateArray().ToDictionary(static place => place.GetProperty("place").GetString()!, static place => place.GetProperty("rows").GetInt64());
        Assert.Equal((1, 1, 5, 1, 1), (removed["customer"], removed["memberships"], removed["archive"], removed["actions"], removed["runs"]));
        Assert.Equal((1, 1), (removed["deadLetters"], removed["deadLettersByContent"]));
        Assert.True(removed["keys"] >= 1);
        (await store.Get(person.Path)).Problem(HttpStatusCode.Gone);
        (await store.Get(person.Path + "/timeline")).Problem(HttpStatusCode.Gone);
        (await store.Post(person.Path + "/tags", """{"add":["x"]}""")).Problem(HttpStatusCode.Gone);
        Assert.Equal(1, (await store.Get("/api/v1/segments/buyers")).Ok()["count"].GetInt32());
        (await store.Get(other.Path)).Ok();
        Assert.Equal(5, (await store.Get(other.Path + "/timeline")).Ok()["items"].GetArrayLength());
    }

    [Fact]
    public async Task Erase_OneWhoWasMergedBefore_IsErasedWithEveryPart()
    {
        using var store = await TestStore.Create(_silo.Url, "wall");
        var (person, part) = (new Person(), new Person("part-"));
        await person.Fill(store);
        await part.Come(store);
        (await store.Post($"{person.Path}/merge?wait=applied&timeout=30000", $$"""{"with":"{{part.Id}}"}""")).Ok();
        var search = new PersonSearch(_database.ConnectionString);
        Assert.NotEmpty(await search.Find(part.Texts));

        await part.EraseWholly(store); // whichever of the two it became a part of

        await NothingTold();
        Assert.Empty(await search.Find([.. person.Texts, .. part.Texts]));
        (await store.Get(person.Path)).Problem(HttpStatusCode.Gone);
        (await store.Get(part.Path)).Problem(HttpStatusCode.Gone);
        await store.Apply("track", """{"userId":"quixote-part-4711","event":"Back again"}""");
        Assert.Equal("u:quixote-part-4711", (await store.Get(part.Path)).Ok()["id"].GetString());
        (await store.Get(person.Path)).Problem(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task Erase_ThenEvents_OnlyWhatIsDatedLaterBeginsSomebodyNew()
    {
        using var store = await TestStore.Create(_silo.Url, "wall");
        var person = new Person();
        await person.Come(store);
        (await person.Erase(store)).Expect(HttpStatusCode.Accepted);

        await store.Apply("track", """{"userId":"quixote-4711","event":"Late","timestamp":"2024-05-01T10:00:00Z","properties":{"x":"late-windmill"}}""");
        (await store.Get(person.Path)).Problem(HttpStatusCode.Gone);
        await store.Apply("track", """{"userId":"quixote-4711","event":"New"}""");
        var timeline = (await store.Get(person.Path + "/timeline")).Ok()["items"].EnumerateArray();
        Assert.Equal(["New"], timeline.Select(static item => item.GetProperty("name").GetString()));
        Assert.Contains("crm_privacy_forgotten_total 1", await Metrics(), StringComparison.Ordinal);
        Assert.Empty(await new PersonSearch(_database.ConnectionString).Find("late-windmill"));
    }

    [Fact]
    public async Task Erase_AndBlock_NothingOfTheIdEverCounts()
    {
        using var store = await TestStore.Create(_silo.Url, "wall");
        var person = new Person();
        await person.Come(store);
        await person.EraseWholly(store, """{"block":true}""");
        await NothingTold();

        await store.Apply("identify", """{"userId":"quixote-4711","traits":{"email":"alonso@mancha.example"}}""");

        (await store.Get(person.Path)).Problem(HttpStatusCode.Gone);
        Assert.DoesNotContain(await new PersonSearch(_database.ConnectionString).Find(person.Texts), static found => !found.StartsWith("crm_keys.", StringComparison.Ordinal) && !found.StartsWith("crm.log:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Erase_KilledBeforeAStepIsWrittenDown_GoesOnFromThere(int state)
    {
        using var store = await TestStore.Create(_silo.Url, "wall");
        var person = new Person();
        await person.Fill(store);
        await _database.Execute($"""
            create function crm.hold() returns trigger language plpgsql as $$ begin raise exception 'held at {state}'; end $$;
            create trigger hold before update on crm.erasures for each row when (new.state = {state}) execute function crm.hold()
            """);
        var asked = await person.Erase(store);
        for (var tries = 0; await _database.Scalar<long>($"select count(*) from crm.erasures where state = {state - 1} and leased_until < clock_timestamp() + interval '5 seconds'") == 0; tries++)
        {
            Assert.True(tries < 300, asked.Text);
            await Task.Delay(100);
        }

        await Task.Delay(200); // whether the step was begun or not: both must do
        await _silo.Kill();
        await _database.Execute("drop trigger hold on crm.erasures; drop function crm.hold(); update crm.erasures set leased_until = clock_timestamp()");
        await _silo.Start();

        await Person.Completed(store, $"/api/v1/erasures/{await _database.Scalar<Guid>("select id from crm.erasures")}");
        await NothingTold();
        Assert.Empty(await new PersonSearch(_database.ConnectionString).Find(person.Texts));
        (await store.Get(person.Path)).Problem(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task Erase_WithoutTheScope_IsForbidden()
    {
        using var store = await TestStore.Create(_silo.Url, "wall");
        var key = (await store.Post("/api/v1/keys", """{"kind":"api","name":"k","scopes":["customers:read","customers:write"]}""")).Expect(HttpStatusCode.Created)["secret"].GetString();

        (await store.Send(HttpMethod.Delete, "/api/v1/customers/u:1", null, key)).Problem(HttpStatusCode.Forbidden);
        (await store.Get($"/api/v1/erasures/{Guid.NewGuid()}")).Problem(HttpStatusCode.NotFound);
        (await store.Send(HttpMethod.Delete, "/api/v1/customers/u:1", TestStore.Body("""{"blocks":true}"""))).Problem(HttpStatusCode.BadRequest);
    }

    private async Task<string> Metrics()
    {
        using var http = new HttpClient { BaseAddress = _silo.Url };
        return await http.GetStringAsync("/metrics");
    }

    private static IEnumerable<string> Tables(IEnumerable<string> found) => found.Select(static one => one[..one.IndexOf(':', StringComparison.Ordinal)]).Distinct();

    // Of the silo's own: what it wrote anywhere, and what it said.
    private bool InFilesOrOutput(string text) =>
        _silo.Output.Contains(text, StringComparison.Ordinal)
        || _folder.EnumerateFiles("*", SearchOption.AllDirectories).Any(file => File.ReadAllBytes(file.FullName).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0);

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
