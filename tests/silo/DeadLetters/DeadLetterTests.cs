using System.Net;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.DeadLetters;

[Collection(SiloCollection.Name)]
public class DeadLetterTests(SiloFixture fixture)
{
    [Fact]
    public async Task List_FutureDate_IsThereWithItsReason()
    {
        using var store = await fixture.Store();

        await store.Apply("track", """{"userId":"1","event":"A","messageId":"m","timestamp":"2099-01-01T00:00:00Z"}""");

        var letter = Assert.Single((await store.Get("/api/v1/dead-letters")).Ok()["items"].EnumerateArray());
        Assert.Equal("futureDate", letter.GetProperty("reason").GetString());
        Assert.Equal("u:1", letter.GetProperty("customer").GetString());
        Assert.Contains("\"messageId\":\"m\"", letter.GetProperty("payload").GetString(), StringComparison.Ordinal);
        (await store.Get("/api/v1/customers/u:1")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Resubmit_StillInvalid_IsAnotherDeadLetter()
    {
        using var store = await fixture.Store();
        await store.Apply("track", """{"userId":"1","event":"A","timestamp":"2099-01-01T00:00:00Z"}""");
        var id = (await store.Get("/api/v1/dead-letters"))["items"][0].GetProperty("id").GetString();

        Assert.True((await store.Post($"/api/v1/dead-letters/{id}/resubmit?wait=applied&timeout=30000", "")).Ok()["applied"].GetBoolean());

        var letters = (await store.Get("/api/v1/dead-letters")).Ok()["items"];
        Assert.Equal(2, letters.GetArrayLength());
        Assert.NotNull(letters[1].GetProperty("resubmittedAt").GetString());
        (await store.Post($"/api/v1/dead-letters/{id}/resubmit", "")).Problem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task List_Limit_PagesThroughAll()
    {
        using var store = await fixture.Store();
        await store.Apply("batch", """{"batch":[1,2,3]}""");

        var first = (await store.Get("/api/v1/dead-letters?limit=2")).Ok();
        var second = (await store.Get($"/api/v1/dead-letters?limit=2&cursor={first["next"].GetString()}")).Ok();

        Assert.Equal(["1", "2", "3"], first["items"].EnumerateArray().Concat(second["items"].EnumerateArray()).Select(static letter => letter.GetProperty("payload").GetString()).Order());
        Assert.Null(second["next"].GetString());
    }

    [Fact]
    public async Task Resubmit_Unknown_IsNotFound()
    {
        using var store = await fixture.Store();

        (await store.Post("/api/v1/dead-letters/999999999/resubmit", "")).Problem(HttpStatusCode.NotFound);
        (await store.Post("/api/v1/dead-letters/x/resubmit", "")).Problem(HttpStatusCode.NotFound);
        (await store.Get("/api/v1/dead-letters?cursor=!")).Problem(HttpStatusCode.BadRequest);
    }
}
