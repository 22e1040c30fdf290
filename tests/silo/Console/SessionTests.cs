using System.Net;
using System.Text.Json;
using Crm.Silo.Tests.Support;
using Crm.TestSupport;

namespace Crm.Silo.Tests.Console;

[Collection(SiloCollection.Name)]
public class SessionTests(SiloFixture fixture)
{
    private const string Session = "/console/session";

    [Fact]
    public async Task SignIn_WithALink_GivesTheStoreAndACookieThatScriptsCannotRead()
    {
        using var store = await fixture.Store("log");
        var link = (await store.Post("/api/v1/console/links", "{}")).Expect(HttpStatusCode.Created);
        var url = new Uri(link["url"].GetString()!);
        Assert.Equal(fixture.Silo.Url.Authority + "/sign-in", url.Authority + url.AbsolutePath);
        Assert.Matches("^#[A-Za-z0-9_-]{43}$", url.Fragment);
        Assert.InRange(link["expiresAt"].GetDateTimeOffset() - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
        using var browser = new Browser(fixture.Silo.Url);

        var session = (await browser.SignIn(url.Fragment[1..])).Ok();

        Assert.Equal((store.Name, "BRL", "UTC", "log"), (Text(session, "store"), Text(session, "currency"), Text(session, "timeZone"), Text(session, "clock")));
        Assert.Equal(8, session["scopes"].GetArrayLength());
        Assert.InRange(session["expiresAt"].GetDateTimeOffset() - DateTimeOffset.UtcNow, TimeSpan.FromHours(11.9), TimeSpan.FromHours(12));
        var cookie = session.Headers.GetValues("Set-Cookie").Single();
        Assert.Matches("^crm-session=[A-Za-z0-9_-]{43}; expires=[^;]+; path=/; samesite=strict; httponly$", cookie);
        Assert.DoesNotContain(browser.Cookie!.Split('=')[1], session.Text, StringComparison.Ordinal);
        Assert.Equal(session.Text, (await browser.Get(Session)).Ok().Text);
        Assert.Equal("no-store", session.Headers.CacheControl?.ToString());
        Assert.Equal(0, await fixture.Database.Scalar<long>($"select count(*) from crm.console_links where store = '{store.Name}'"));
    }

    [Fact]
    public async Task SignIn_WithALinkThatWasUsedOrIsNone_SaysWhatToDo()
    {
        using var store = await fixture.Store();
        using var browser = new Browser(fixture.Silo.Url);
        var token = await Browser.Token(store);
        (await browser.SignIn(token)).Ok();

        var again = (await browser.SignIn(token)).Problem(HttpStatusCode.Unauthorized);
        var none = (await browser.SignIn(token[..^1])).Problem(HttpStatusCode.Unauthorized);

        Assert.Contains("./crm link", Text(again, "detail"), StringComparison.Ordinal);
        Assert.Equal(again.Text, none.Text);
        Assert.Equal(["token"], (await browser.Send(HttpMethod.Post, Session, "{}")).Problem(HttpStatusCode.BadRequest).Fields);
    }

    [Fact]
    public async Task SignIn_FromAnotherSite_IsRefusedAndLeavesTheLink()
    {
        using var store = await fixture.Store();
        using var browser = new Browser(fixture.Silo.Url);
        var token = await Browser.Token(store);

        (await browser.SignIn(token, ("Sec-Fetch-Site", "cross-site"))).Problem(HttpStatusCode.Forbidden);

        Assert.Null(browser.Cookie);
        (await browser.SignIn(token, ("Sec-Fetch-Site", "same-origin"))).Ok();
    }

    [Fact]
    public async Task Cookie_OnCallsOfItsStore_OpensThemAsAnApiKeyDoes()
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"1"}""");
        using var browser = await Browser.SignedIn(fixture.Silo.Url, store);

        Assert.Equal(store.Name, Text((await browser.Get("/api/v1/customers/u:1")).Ok(), "store"));
        (await browser.Change(HttpMethod.Put, "/api/v1/segments/s", """{"name":"s","rule":"everyone"}""")).Ok();
        (await store.Get("/api/v1/segments/s")).Ok();
        using var stream = await browser.Open("/api/v1/changes/stream");
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (stream.StatusCode, stream.Content.Headers.ContentType?.MediaType));
        (await browser.Change(HttpMethod.Post, "/api/v1/stores", """{"name":"x"}""")).Problem(HttpStatusCode.Forbidden); // that is the admin key's
        (await browser.Change(HttpMethod.Post, "/v1/track", """{"userId":"1","event":"A"}""")).Problem(HttpStatusCode.Unauthorized); // events need a key
    }

    [Fact]
    public async Task Cookie_OnACallThatChangesSomething_NeedsTheHeaderAndThisOrigin()
    {
        using var store = await fixture.Store();
        using var browser = await Browser.SignedIn(fixture.Silo.Url, store);
        const string Rule = """{"name":"s","rule":"everyone"}""";
        (string, string) header = ("X-Crm-Console", "1");
        async Task<Answer> Put(params (string, string)[] headers) => await browser.Send(HttpMethod.Put, "/api/v1/segments/s", Rule, headers);

        var without = (await Put()).Problem(HttpStatusCode.Forbidden);
        Assert.Contains("X-Crm-Console", Text(without, "detail"), StringComparison.Ordinal);
        (await Put(("X-Crm-Console", "0"))).Problem(HttpStatusCode.Forbidden);
        foreach (var site in (string[])["cross-site", "same-site", "none"])
        {
            (await Put(header, ("Sec-Fetch-Site", site))).Problem(HttpStatusCode.Forbidden);
        }

        (await browser.Send(HttpMethod.Delete, Session, null)).Problem(HttpStatusCode.Forbidden);
        (await store.Get("/api/v1/segments/s")).Problem(HttpStatusCode.NotFound);
        (await browser.Get("/api/v1/segments", ("Sec-Fetch-Site", "same-site"))).Ok(); // reading needs none
        (await Put(header)).Ok();
        (await Put(header, ("Sec-Fetch-Site", "same-origin"))).Ok();
    }

    [Fact]
    public async Task Cookie_BesideAnAuthorizationHeader_CountsForNothing()
    {
        using var store = await fixture.Store();
        using var other = await fixture.Store();
        using var browser = await Browser.SignedIn(fixture.Silo.Url, store);

        (await browser.Get("/api/v1/segments", ("Authorization", "Bearer wrong"))).Problem(HttpStatusCode.Unauthorized);
        (await browser.Get("/api/v1/segments", ("Authorization", "Basic dTo="))).Problem(HttpStatusCode.Unauthorized);
        var put = await browser.Send(HttpMethod.Put, "/api/v1/segments/s", """{"name":"s","rule":"everyone"}""", ("Authorization", $"Bearer {other.ApiKey}"));

        put.Ok(); // by key, of the key's store, and without the header
        (await other.Get("/api/v1/segments/s")).Ok();
        (await store.Get("/api/v1/segments/s")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task SignOut_EndsTheSessionOnTheServer()
    {
        using var store = await fixture.Store();
        using var browser = await Browser.SignedIn(fixture.Silo.Url, store);
        (await browser.Get(Session)).Ok();

        var gone = (await browser.Change(HttpMethod.Delete, Session)).Expect(HttpStatusCode.NoContent);

        Assert.StartsWith("crm-session=; expires=Thu, 01 Jan 1970", gone.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        Assert.Contains("./crm link", Text((await browser.Get(Session)).Problem(HttpStatusCode.Unauthorized), "detail"), StringComparison.Ordinal);
        (await browser.Get("/api/v1/segments")).Problem(HttpStatusCode.Unauthorized);
        (await browser.Change(HttpMethod.Delete, Session)).Problem(HttpStatusCode.Unauthorized);
        Assert.Equal(0, await fixture.Database.Scalar<long>($"select count(*) from crm.console_sessions where store = '{store.Name}'"));
    }

    [Fact]
    public async Task Session_WithoutACookieOrByKey_IsNone()
    {
        using var store = await fixture.Store();
        using var browser = new Browser(fixture.Silo.Url);

        Assert.Contains("./crm link", Text((await browser.Get(Session)).Problem(HttpStatusCode.Unauthorized), "detail"), StringComparison.Ordinal);
        (await store.Get(Session)).Problem(HttpStatusCode.Forbidden);
        (await browser.Send(HttpMethod.Post, "/api/v1/console/links", "{}")).Problem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Session_OnAnotherSilo_IsTheSame()
    {
        await using var second = new SiloProcess(fixture.Database.ConnectionString);
        await second.Start();
        using var store = await fixture.Store();
        var token = await Browser.Token(store);
        using var there = new Browser(second.Url);
        (await there.SignIn(token)).Ok();
        using var here = new Browser(fixture.Silo.Url) { Cookie = there.Cookie };

        Assert.Equal((await there.Get(Session)).Ok().Text, (await here.Get(Session)).Ok().Text);
        (await here.SignIn(token)).Problem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task SignIn_BehindAProxyWithTls_IsForHttpsAlone()
    {
        await using var silo = new SiloProcess(fixture.Database.ConnectionString, new Dictionary<string, string> { ["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true" });
        await silo.Start();
        using var store = await fixture.Store();
        using var there = store.At(silo.Url);
        (string, string) forwarded = ("X-Forwarded-Proto", "https");
        var url = (await there.Send(HttpMethod.Post, "/api/v1/console/links", null, null, forwarded)).Expect(HttpStatusCode.Created)["url"].GetString()!;
        using var browser = new Browser(silo.Url);

        var session = (await browser.SignIn(new Uri(url).Fragment[1..], forwarded)).Ok();

        Assert.StartsWith("https://", url, StringComparison.Ordinal);
        Assert.Matches("^__Host-crm-session=[^;]+; .*path=/; secure; samesite=strict; httponly$", session.Headers.GetValues("Set-Cookie").Single());
        (await browser.Get(Session, forwarded)).Ok();
        (await browser.Get(Session)).Problem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task AccessLog_OfACallWithTheCookie_NamesTheSession()
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"1"}""");
        using var browser = await Browser.SignedIn(fixture.Silo.Url, store);
        (await browser.Get("/api/v1/customers/u:1")).Ok();
        var session = await fixture.Database.Scalar<Guid>($"select id from crm.console_sessions where store = '{store.Name}'");

        JsonElement entry = default;
        for (var start = System.Diagnostics.Stopwatch.GetTimestamp(); entry.ValueKind == JsonValueKind.Undefined;)
        {
            entry = (await store.Get($"/api/v1/access-log?key={session}")).Ok()["items"].EnumerateArray().FirstOrDefault();
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60));
        }

        Assert.Equal(("Console session", session), (entry.GetProperty("keyName").GetString(), entry.GetProperty("key").GetGuid()));
        Assert.Equal("/api/v1/customers/{id}", entry.GetProperty("route").GetString());
    }

    private static string? Text(Answer answer, string name) => answer[name].GetString();
}
