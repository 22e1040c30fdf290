using System.Diagnostics;
using System.Net;
using Crm.Client.Tests.Support;

namespace Crm.Client.Tests.Http;

public class CallTests
{
    private const string Rfm = """{"version":1,"method":"thresholds","cuts":{"r":[7],"f":[2],"m":["12.50"]},"groups":{"Champions":3},"grid":[[1,2]]}""";
    private const string Segment = """{"id":"vip","name":"VIP","rule":{"tag":"vip"},"text":"has tag \"vip\"","version":3,"state":"live","progress":1,"count":2,"asOf":"2026-01-01T00:00:00.000Z"}""";

    [Fact]
    public async Task Get_FailureThatMayPass_IsRepeated()
    {
        await using var calling = await Calling.To(
            Calling.Problem(HttpStatusCode.ServiceUnavailable), static context => { context.Abort(); return Task.CompletedTask; }, Calling.Json(Rfm));

        var rfm = await calling.Client.Rfm.GetAsync();

        Assert.Equal(12.5m, Assert.Single(rfm.Cuts.M));
        Assert.Equal(3, calling.Requests.Count);
        Assert.Equal(2, calling.Time.Passed.Count);
        Assert.Equal(2, calling.Log.Lines.Count);
    }

    [Fact]
    public async Task Get_RetryAfterTooLong_FailsAtOnce()
    {
        await using var calling = await Calling.To(static context =>
        {
            context.Response.Headers.RetryAfter = "3600";
            return context.Problem(HttpStatusCode.TooManyRequests);
        });

        await Assert.ThrowsAsync<CrmRateLimitedException>(() => calling.Client.Rfm.GetAsync());

        Assert.Empty(calling.Time.Passed);
    }

    [Fact]
    public async Task Get_NoAnswerInTime_IsUnavailable()
    {
        await using var server = await StubServer.Start(static context => context.Hang());
        await using var client = new CrmClient(new() { Url = server.Url, ApiKey = "k", Timeout = TimeSpan.FromMilliseconds(100), MaxRetries = 1, MaxRetryDelay = TimeSpan.FromMilliseconds(10) });

        var error = await Assert.ThrowsAsync<CrmUnavailableException>(() => client.Rfm.GetAsync());

        Assert.Contains("0.1 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_CallerGivesUp_IsCanceled()
    {
        using var impatient = new CancellationTokenSource();
        await using var calling = await Calling.To(async context =>
        {
            await impatient.CancelAsync();
            await context.Hang();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling.Client.Rfm.GetAsync(impatient.Token)).Soon();
    }

    [Theory]
    [InlineData(null, "", 4)]
    [InlineData(0, "If-None-Match: *", 1)]
    [InlineData(7, "If-Match: \"7\"", 1)]
    public async Task Put_OnlyWhereTwiceIsOnce_IsRepeated(int? version, string header, int requests)
    {
        var seen = "";
        await using var calling = await Calling.To(context =>
        {
            seen = string.Concat(context.Request.Headers.Where(static h => h.Key is "If-Match" or "If-None-Match").Select(static h => $"{h.Key}: {h.Value}"));
            return context.Problem(HttpStatusCode.ServiceUnavailable);
        });

        await Assert.ThrowsAsync<CrmUnavailableException>(() => calling.Client.Segments["vip"].PutAsync("VIP", "has tag \"vip\"", version));

        Assert.Equal((header, requests), (seen, calling.Requests.Count));
    }

    [Fact]
    public async Task Put_RuleAsTextOrJson_IsSentAsItIs()
    {
        var bodies = new List<string>();
        await using var calling = await Calling.To(async context =>
        {
            bodies.Add(await context.Text());
            await context.Json(Segment);
        });

        await calling.Client.Segments["vip"].PutAsync("VIP", "has tag \"vip\"");
        await calling.Client.Segments["vip"].PutAsync("VIP", new System.Text.Json.Nodes.JsonObject { ["tag"] = "vip" }, wait: TimeSpan.FromSeconds(2));

        Assert.Equal(["""{"name":"VIP","rule":"has tag \"vip\""}""", """{"name":"VIP","rule":{"tag":"vip"}}"""], bodies);
        Assert.Equal(["PUT /api/v1/segments/vip", "PUT /api/v1/segments/vip?wait=live&timeout=2000"], calling.Requests);
    }

    [Fact]
    public async Task Write_Repeated_HasOneIdempotencyKey()
    {
        var keys = new List<string?>();
        await using var calling = await Calling.To(context =>
        {
            keys.Add(context.Request.Headers["Idempotency-Key"]);
            return keys.Count % 2 == 1 ? context.Problem(HttpStatusCode.ServiceUnavailable) : context.Json("""{"applied":true}""");
        });

        Assert.True(await calling.Client.Customers.TagAsync("u:1", ["a"]));
        Assert.True(await calling.Client.Customers.TagAsync("u:1", ["a"], options: new() { IdempotencyKey = "mine" }));

        Assert.Equal(keys[0], keys[1]);
        Assert.Equal(["mine", "mine"], keys[2..]);
        Assert.NotEqual("mine", keys[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Segments_IdThatAnAddressWouldLose_IsRefused(string id)
    {
        await using var client = new CrmClient(new() { Url = new("http://127.0.0.1:1"), ApiKey = "k" });

        Assert.Throws<ArgumentException>(() => client.Segments[id]);
        Assert.Throws<ArgumentException>(() => client.Automations[id]);
    }

    [Fact]
    public async Task Url_WithAPath_IsKept()
    {
        await using var calling = await Calling.To(static context => context.Json(Rfm), static options => options.Url = new(options.Url!, "/crm"));

        await calling.Client.Rfm.GetAsync();

        Assert.Equal(["GET /crm/api/v1/rfm"], calling.Requests);
    }

    [Fact]
    public async Task Trace_OfTheCaller_GoesWithACallButNotWithBatches()
    {
        var (call, batch) = ("", "none");
        await using var server = await StubServer.Start(context =>
        {
            var parent = $"{context.Request.Headers["traceparent"]}";
            (call, batch) = context.Request.Path == "/v1/batch" ? (call, parent) : (parent, batch);
            return context.Json(context.Request.Path == "/v1/batch" ? """{"success":true}""" : Rfm);
        });
        using var activity = new Activity("checkout").Start();
        await using var client = new CrmClient(new() { Url = server.Url, ApiKey = "k" });

        await client.Rfm.GetAsync();
        await client.Track("u:1", "Ping");
        await client.FlushAsync();

        Assert.Contains(activity.TraceId.ToHexString(), call, StringComparison.Ordinal);
        Assert.DoesNotContain(activity.TraceId.ToHexString(), batch, StringComparison.Ordinal);
    }
}
