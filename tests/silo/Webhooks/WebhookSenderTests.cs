using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Crm.Core.Time;
using Crm.Grains.Triggers;
using Crm.Ingest.Telemetry;

namespace Crm.Silo.Tests.Webhooks;

public class WebhookSenderTests(WebhookFixture fixture) : IClassFixture<WebhookFixture>
{
    private static readonly Instant At = new(1_790_000_000_123);

    [Fact]
    public async Task Send_Taken_CarriesWhatStandardWebhooksAskFor()
    {
        using var receiver = new StubReceiver("204 No Content");

        var outcome = await Send(receiver);

        Assert.Equal((null, 204, null), (outcome.Failure, outcome.Status, outcome.Reason));
        var request = Assert.Single(receiver.Requests);
        Assert.Equal("POST /hook?token=t0ken HTTP/1.1", request.Line);
        Assert.Equal(WebhookFixture.Body, request.Body);
        Assert.Equal((WebhookFixture.Id, WebhookFixture.Id, "1790000000"), (request["webhook-id"], request["idempotency-key"], request["webhook-timestamp"]));
        Assert.Equal("application/json", request["content-type"]);
        Assert.Matches(@"^Crm\.Orleans/\d+\.\d+\.\d+$", request["user-agent"]);
        var secret = (await fixture.Secrets.Find(WebhookFixture.Store, default))[0].Reveal();
        Assert.Contains(Expected(secret, request), request["webhook-signature"].Split(' '));
        Assert.DoesNotContain(secret["whsec_".Length..], string.Concat(request.Headers.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_AfterRotation_IsSignedByBothSecrets()
    {
        var old = (await fixture.Secrets.Find(WebhookFixture.Store, default))[0].Reveal();
        Assert.True(await fixture.Secrets.Rotate(WebhookFixture.Store, default));
        var current = (await fixture.Secrets.Find(WebhookFixture.Store, default))[0].Reveal();
        using var receiver = new StubReceiver("200 OK");

        await Send(receiver);

        var request = Assert.Single(receiver.Requests);
        Assert.Equal([Expected(current, request), Expected(old, request)], request["webhook-signature"].Split(' ').Take(2));
    }

    [Fact]
    public async Task Send_InARecordedTrace_HandsItOn()
    {
        using var receiver = new StubReceiver("200 OK");
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Traces.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var activity = Traces.Source.StartActivity("action")!;

        await Send(receiver);

        Assert.StartsWith($"00-{activity.TraceId}-", Assert.Single(receiver.Requests)["traceparent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_Twice_KeepsTheConnectionAndNoCookie()
    {
        using var receiver = new StubReceiver("200 OK", "Set-Cookie: session=1");
        using var handler = WebhookFixture.Handler();

        await fixture.Send(handler, receiver.Url, At, "act_1");
        await fixture.Send(handler, receiver.Url, At, "act_2");

        Assert.Equal(["act_1", "act_2"], receiver.Requests.Select(static request => request["webhook-id"]));
        Assert.All(receiver.Requests, static request => Assert.DoesNotContain("cookie", request.Headers.Keys, StringComparer.OrdinalIgnoreCase));
        Assert.False(receiver.Ended.Task.IsCompleted);
    }

    [Fact]
    public async Task Send_BadId_ThrowsAndSendsNothing()
    {
        using var receiver = new StubReceiver("200 OK");
        using var handler = WebhookFixture.Handler();

        await Assert.ThrowsAsync<ArgumentException>(() => fixture.Send(handler, receiver.Url, At, "a.b"));

        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task Send_CallerGivesUp_Throws()
    {
        using var caller = new CancellationTokenSource();
        using var receiver = new StubReceiver(async (_, stop) =>
        {
            await caller.CancelAsync();
            await Task.Delay(Timeout.Infinite, stop);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Send(receiver.Url, cancellationToken: caller.Token));
    }

    private async Task<ActionOutcome> Send(StubReceiver receiver)
    {
        using var handler = WebhookFixture.Handler();
        return await fixture.Send(handler, receiver.Url, At);
    }

    /// <summary>As a receiver computes it, by the words of the specification.</summary>
    private static string Expected(string secret, StubRequest request)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{request["webhook-id"]}.{request["webhook-timestamp"]}."), .. request.Body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed));
    }
}
