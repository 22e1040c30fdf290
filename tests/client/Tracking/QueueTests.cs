using System.Net;
using Crm.Client.Tests.Support;

namespace Crm.Client.Tests.Tracking;

public class QueueTests
{
    [Fact]
    public async Task Send_QueueFull_WaitsForRoomAndTrySendIsFalse()
    {
        var collector = new FakeCollector();
        var (arrived, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        collector.Otherwise(async (context, events) =>
        {
            arrived.SetResult();
            await release.Task;
            await collector.Take(context, events);
        });
        await using var sending = await Sending.To(collector, static options => (options.BatchSize, options.QueueLimit) = (1, 2));
        await sending.Send("a");
        await arrived.Task.Soon(); // under way, so the queue is empty
        await sending.Send("b", "c");

        var tried = sending.Client.TrySend(CrmEvent.Track("u:1", "Ping"));
        var waiting = sending.Client.Send(CrmEvent.Track("u:1", "Ping") with { MessageId = "d" }).AsTask();
        using var impatient = new CancellationTokenSource();
        var given = sending.Client.Send(CrmEvent.Track("u:1", "Ping") with { MessageId = "never" }, impatient.Token).AsTask();
        await impatient.CancelAsync();

        Assert.False(tried);
        Assert.False(waiting.IsCompleted);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        release.SetResult();
        await waiting.Soon();
        await sending.Client.FlushAsync().Soon();
        Assert.Equal(["a", "b", "c", "d"], collector.TakenIds);
    }

    [Fact]
    public async Task Send_FlushInterval_SendsWithoutBeingAsked()
    {
        var taken = new TaskCompletionSource();
        var collector = new FakeCollector();
        collector.Otherwise(async (context, events) =>
        {
            await collector.Take(context, events);
            taken.SetResult();
        });
        await using var sending = await Sending.To(collector, static options => options.FlushInterval = TimeSpan.FromSeconds(1));

        await sending.Send("a");

        await taken.Task.Soon();
        Assert.Contains(TimeSpan.FromSeconds(1), sending.Time.Passed);
    }

    [Fact]
    public async Task Dispose_EventsQueued_DeliversThemAndTakesNoMore()
    {
        var collector = new FakeCollector();
        collector.Otherwise(static (context, _) => context.Problem(HttpStatusCode.ServiceUnavailable));
        var sending = await Sending.To(collector);
        await using var server = sending;
        await sending.Send("a", "b");

        await sending.Client.DisposeAsync().Soon();
        await sending.Client.DisposeAsync().Soon();

        Assert.Equal(["a", "b"], collector.TakenIds);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sending.Send("c"));
        Assert.Throws<ObjectDisposedException>(() => sending.Client.TrySend(CrmEvent.Track("u:1", "Ping")));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sending.Client.FlushAsync());
    }

    [Fact]
    public async Task Dispose_TimeIsUp_HandsBackWhatIsLeftAndEndsFlushes()
    {
        var collector = new FakeCollector();
        var arrived = new TaskCompletionSource();
        collector.Otherwise((context, _) =>
        {
            arrived.SetResult();
            return context.Hang();
        });
        await using var sending = await Sending.To(collector, static options => (options.BatchSize, options.DisposeTimeout) = (2, TimeSpan.FromSeconds(3)));
        await sending.Send("a", "b", "c");
        var flushed = sending.Client.FlushAsync();
        await arrived.Task.Soon();

        await sending.Client.DisposeAsync().Soon();

        await flushed.Soon();
        Assert.Contains(TimeSpan.FromSeconds(3), sending.Time.Passed);
        Assert.Equal(
            [("a", UndeliveredCause.Closed), ("b", UndeliveredCause.Closed), ("c", UndeliveredCause.Closed)],
            sending.Undelivered.Select(static undelivered => (undelivered.Event.MessageId!, undelivered.Cause)));
    }

    [Fact]
    public async Task Dispose_InALongPause_TriesAgainAtOnce()
    {
        var collector = new FakeCollector();
        var paused = new TaskCompletionSource();
        collector.Otherwise(static (context, _) =>
        {
            context.Response.Headers.RetryAfter = "301";
            return context.Problem(HttpStatusCode.TooManyRequests);
        });
        await using var sending = await Sending.To(collector);
        sending.Time.Passes = wait =>
        {
            if (wait == TimeSpan.FromSeconds(301))
            {
                paused.TrySetResult();
            }

            return false;
        };
        await sending.Send("a");
        var flushed = sending.Client.FlushAsync();
        await paused.Task.Soon();

        await sending.Client.DisposeAsync().Soon();

        await flushed.Soon();
        Assert.Equal(["a"], collector.TakenIds);
    }
}
