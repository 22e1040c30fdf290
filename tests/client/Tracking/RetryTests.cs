using System.Net;
using Crm.Client.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Crm.Client.Tests.Tracking;

public class RetryTests
{
    public static TheoryData<string> Failures => ["500", "503", "408", "429", "html", "{}", "[]", "not success", "cut off", "reset"];

    [Theory, MemberData(nameof(Failures))]
    public async Task Send_AnswerThatMayPass_SendsTheSameAgainInOrder(string failure)
    {
        var collector = new FakeCollector();
        collector.Otherwise((context, _) => Fail(context, failure), (context, _) => Fail(context, failure));
        await using var sending = await Sending.To(collector, static options => options.BatchSize = 2);

        await sending.Send("a", "b", "c");
        await sending.Client.FlushAsync().Soon();

        Assert.Equal(["a", "b", "c"], collector.TakenIds);
        Assert.Equal([2, 2, 2, 1], collector.Sizes);
        Assert.Equal(2, sending.Time.Passed.Count);
        Assert.Empty(sending.Undelivered);
    }

    [Fact]
    public async Task Send_AnswerLostAfterTaking_SendsTheSameIdsAgain()
    {
        var collector = new FakeCollector();
        collector.Otherwise((context, events) =>
        {
            events.ForEach(collector.Taken.Enqueue);
            context.Abort();
            return Task.CompletedTask;
        });
        await using var sending = await Sending.To(collector);

        await sending.Send("a", "b");
        await sending.Client.FlushAsync().Soon();

        Assert.Equal(["a", "b", "a", "b"], collector.TakenIds); // the CRM counts each once
    }

    [Fact]
    public async Task Send_RetryAfter_IsKeptTo()
    {
        var collector = new FakeCollector();
        collector.Otherwise((context, _) =>
        {
            context.Response.Headers.RetryAfter = "37";
            return context.Problem(HttpStatusCode.TooManyRequests);
        });
        await using var sending = await Sending.To(collector);

        await sending.Send("a");
        await sending.Client.FlushAsync().Soon();

        Assert.Equal([TimeSpan.FromSeconds(37)], sending.Time.Passed);
        Assert.Equal(["a"], collector.TakenIds);
    }

    [Fact]
    public async Task Send_NoAnswer_TimesOutAndSendsAgain()
    {
        var collector = new FakeCollector();
        collector.Otherwise((context, _) => context.Hang());
        await using var server = await StubServer.Start(collector.Answer);
        await using var client = new CrmClient(new() { Url = server.Url, WriteKey = "k", Timeout = TimeSpan.FromMilliseconds(200) }); // in real time

        await client.Send(CrmEvent.Track("u:1", "Ping") with { MessageId = "a" });
        await client.FlushAsync().Soon();

        Assert.Equal(["a"], collector.TakenIds);
        Assert.Equal(2, collector.Sizes.Count);
    }

    [Fact]
    public async Task Send_FailingOn_PausesDoubleUpToTheLongestAndEndWithRetryFor()
    {
        var collector = new FakeCollector();
        collector.Otherwise(Enumerable.Repeat<Func<HttpContext, List<System.Text.Json.JsonElement>, Task>>(static (context, _) => context.Problem(HttpStatusCode.ServiceUnavailable), 1_000));
        await using var sending = await Sending.To(collector, static options =>
        {
            options.RetryFor = TimeSpan.FromMinutes(2);
            options.MaxRetryDelay = TimeSpan.FromSeconds(5);
        });

        await sending.Send("a", "b");
        await sending.Client.FlushAsync().Soon();

        var pauses = sending.Time.Passed.ToList();
        for (var (i, full) = (0, 200d); i < pauses.Count; i++, full = Math.Min(full * 2, 5_000))
        {
            Assert.InRange(pauses[i].TotalMilliseconds, full / 2, full);
        }

        Assert.InRange(pauses.Sum(static pause => pause.TotalSeconds), 115, 120);
        Assert.Equal([("a", UndeliveredCause.Failed), ("b", UndeliveredCause.Failed)], sending.Undelivered.Select(static u => (u.Event.MessageId!, u.Cause)));
        Assert.All(sending.Undelivered, static undelivered => Assert.Contains("503", undelivered.Reason, StringComparison.Ordinal));
    }

    private static Task Fail(HttpContext context, string failure)
    {
        switch (failure)
        {
            case "html": return context.Answer("<html>Welcome</html>", "text/html");
            case "{}": return context.Json("{}");
            case "[]": return context.Json("[]");
            case "not success": return context.Json("""{"success":false}""");
            case "cut off":
                context.Response.ContentLength = 100;
                return context.Response.WriteAsync("""{"success":tr""").ContinueWith(_ => context.Abort(), TaskScheduler.Default);
            case "reset":
                context.Abort();
                return Task.CompletedTask;
            default: return context.Problem((HttpStatusCode)int.Parse(failure, System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
