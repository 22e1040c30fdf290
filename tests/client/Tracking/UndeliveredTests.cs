using System.Net;
using System.Text.Json;
using Crm.Client.Tests.Support;

namespace Crm.Client.Tests.Tracking;

public class UndeliveredTests
{
    [Fact]
    public async Task Send_RejectedInABatch_IsHandedBackWithItsReason()
    {
        var collector = new FakeCollector();
        collector.Otherwise(static (context, _) => context.Json("""{"success":true,"rejected":[{"index":1,"messageId":"b","reason":"invalidAmount"}]}"""));
        await using var sending = await Sending.To(collector);
        var at = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

        await sending.Send("a");
        await sending.Client.Send(CrmEvent.Track("u:2", "Order Completed", new() { ["total"] = "much" }) with { MessageId = "b", Timestamp = at });
        await sending.Client.FlushAsync().Soon();

        var undelivered = Assert.Single(sending.Undelivered);
        Assert.Equal((UndeliveredCause.Rejected, "invalidAmount"), (undelivered.Cause, undelivered.Reason));
        Assert.Equal(("b", at, "2", "much"), (undelivered.Event.MessageId, undelivered.Event.Timestamp, undelivered.Event.UserId, (string?)undelivered.Event.Properties!["total"]));
        Assert.Contains(sending.Log.Lines, static line => line.Contains("invalidAmount", StringComparison.Ordinal) && line.Contains("messageId b", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_OneEventSpoilsTheRequest_OnlyThatIsHandedBack()
    {
        var collector = new FakeCollector();
        collector.Otherwise(Enumerable.Repeat((Microsoft.AspNetCore.Http.HttpContext context, List<JsonElement> events) =>
            events.Exists(static e => e.GetProperty("messageId").GetString() is "c" or "g")
                ? context.Problem(HttpStatusCode.BadRequest, ",\"detail\":\"no\"")
                : collector.Take(context, events), 100));
        await using var sending = await Sending.To(collector);

        await sending.Send("a", "b", "c", "d", "e", "f", "g", "h");
        await sending.Client.FlushAsync().Soon();

        Assert.Equal(["a", "b", "d", "e", "f", "h"], collector.TakenIds);
        Assert.Equal([("c", UndeliveredCause.Rejected), ("g", UndeliveredCause.Rejected)], sending.Undelivered.Select(static u => (u.Event.MessageId!, u.Cause)));
        Assert.Empty(sending.Time.Passed);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Redirect)]
    public async Task Send_AnswerThatStays_IsHandedBackAtOnce(HttpStatusCode status)
    {
        var collector = new FakeCollector();
        collector.Otherwise((context, _) =>
        {
            context.Response.Headers.Location = "/elsewhere";
            return context.Problem(status);
        });
        await using var sending = await Sending.To(collector, static options => options.BatchSize = 2);

        await sending.Send("a", "b", "c");
        await sending.Client.FlushAsync().Soon();

        Assert.Equal([("a", UndeliveredCause.Failed), ("b", UndeliveredCause.Failed)], sending.Undelivered.Select(static u => (u.Event.MessageId!, u.Cause)));
        Assert.Equal(["c"], collector.TakenIds);
        Assert.Empty(sending.Time.Passed);
    }

    [Fact]
    public async Task OnUndelivered_Throws_NothingElseSuffers()
    {
        var collector = new FakeCollector();
        collector.Otherwise(static (context, _) => context.Problem(HttpStatusCode.Unauthorized));
        await using var sending = await Sending.To(collector, static options => options.OnUndelivered = static _ => throw new InvalidOperationException("the disk is full"));

        await sending.Send("a", "b");
        await sending.Client.FlushAsync().Soon();
        await sending.Send("c");
        await sending.Client.FlushAsync().Soon();

        Assert.Equal(["c"], collector.TakenIds);
        Assert.Equal(2, sending.Log.Lines.Count(static line => line.Contains("the disk is full", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Undelivered_KeptAsJson_CanBeSentAgain()
    {
        var collector = new FakeCollector();
        collector.Otherwise(static (context, _) => context.Problem(HttpStatusCode.Unauthorized));
        await using var sending = await Sending.To(collector);
        await sending.Send("a");
        await sending.Client.FlushAsync().Soon();

        var kept = JsonSerializer.Serialize(Assert.Single(sending.Undelivered).Event);
        await sending.Client.Send(JsonSerializer.Deserialize<CrmEvent>(kept)!);
        await sending.Client.FlushAsync().Soon();

        Assert.Equal(["a"], collector.TakenIds);
    }

    [Fact]
    public async Task Log_OfEverythingThatFails_HoldsNoKeyAndNoContent()
    {
        var collector = new FakeCollector();
        collector.Otherwise(
            static (context, _) => context.Problem(HttpStatusCode.ServiceUnavailable), static (context, _) => context.Answer("<html>", "text/html"),
            static (context, _) => { context.Abort(); return Task.CompletedTask; }, static (context, _) => context.Problem(HttpStatusCode.Unauthorized));
        await using var sending = await Sending.To(collector, static options => options.ApiKey = "the-api-key");

        await sending.Client.Identify("u:7", new() { ["email"] = "a@example.com" });
        await sending.Client.FlushAsync().Soon();

        var reasons = sending.Undelivered.Select(static undelivered => undelivered.Reason);
        Assert.True(sending.Log.Lines.Count >= 4);
        Assert.All(sending.Log.Lines.Concat(reasons), static line =>
        {
            foreach (var secret in (string[])["the-write-key", "the-api-key", "dGhlLXdyaXRlLWtleTo=", "example.com", "u:7"])
            {
                Assert.DoesNotContain(secret, line, StringComparison.Ordinal);
            }
        });
    }
}
