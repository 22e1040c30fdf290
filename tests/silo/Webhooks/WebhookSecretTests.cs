using System.Net;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Webhooks;

[Collection(SiloCollection.Name)]
public class WebhookSecretTests(SiloFixture fixture)
{
    private const string Path = "/api/v1/webhook-secret";

    [Fact]
    public async Task Get_FirstTime_MakesTheStoresOwn()
    {
        using var store = await fixture.Store();
        using var other = await fixture.Store();

        var first = (await store.Get(Path)).Ok();

        Assert.Matches("^whsec_[A-Za-z0-9+/]{43}=$", first["secret"].GetString());
        Assert.Empty(first["former"].EnumerateArray());
        Assert.Equal(first.Text, (await store.Get(Path)).Ok().Text);
        Assert.NotEqual(first["secret"].GetString(), (await other.Get(Path)).Ok()["secret"].GetString());
    }

    [Fact]
    public async Task Rotate_Secret_KeepsTheOldOneForADay()
    {
        using var store = await fixture.Store();
        var old = (await store.Get(Path)).Ok();

        var rotated = (await store.Post($"{Path}/rotate", "")).Ok();

        Assert.NotEqual(old["secret"].GetString(), rotated["secret"].GetString());
        var former = Assert.Single(rotated["former"].EnumerateArray());
        Assert.EndsWith(former.GetProperty("ending").GetString()!, old["secret"].GetString(), StringComparison.Ordinal);
        Assert.Equal(rotated["madeAt"].GetDateTimeOffset().AddDays(1), former.GetProperty("signsUntil").GetDateTimeOffset());
        Assert.DoesNotContain(old["secret"].GetString()!, rotated.Text, StringComparison.Ordinal);
        Assert.Equal(rotated.Text, (await store.Get(Path)).Ok().Text);
    }

    [Fact]
    public async Task Rotate_TooOften_IsAConflict()
    {
        using var store = await fixture.Store();
        for (var rotation = 0; rotation < 5; rotation++)
        {
            (await store.Post($"{Path}/rotate", "")).Ok();
        }

        (await store.Post($"{Path}/rotate", "")).Problem(HttpStatusCode.Conflict);
        Assert.DoesNotContain("whsec_", fixture.Silo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_WithoutTheScope_IsForbidden()
    {
        using var store = await fixture.Store();
        var key = (await store.Post("/api/v1/keys", """{"name":"reader","scopes":["customers:read","segments:write"]}""")).Expect(HttpStatusCode.Created)["secret"].GetString();

        (await store.Send(HttpMethod.Get, Path, null, key)).Problem(HttpStatusCode.Forbidden);
        (await store.Send(HttpMethod.Post, $"{Path}/rotate", null, key)).Problem(HttpStatusCode.Forbidden);
        (await store.Send(HttpMethod.Get, Path, null, "wrong")).Problem(HttpStatusCode.Unauthorized);
    }
}
