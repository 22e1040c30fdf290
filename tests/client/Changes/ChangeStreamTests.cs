using System.Net;
using Crm.Client.Changes;
using Crm.Client.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Crm.Client.Tests.Changes;

public class ChangeStreamTests
{
    [Fact]
    public async Task Changes_ConnectionBreaks_GoesOnAfterTheLastWithoutRepeat()
    {
        await using var calling = await Calling.To(
            Stream(Event("c1", 0, 1), Event("c2", 1, 1), "id: c3\nevent: change\ndata: {\"id\":\"half"),
            Stream(Event("c2", 1, 1), Event("c3", 0, 2)), // repeats what it said, and ends
            Calling.Problem(HttpStatusCode.ServiceUnavailable),
            static context => context.Answer("<html>", "text/html"),
            Hanging(Event("c4", 0, 3)));

        var changes = await calling.Client.Changes("c0").First(4);

        Assert.Equal([(0, 1L, "c1"), (1, 1, "c2"), (0, 2, "c3"), (0, 3, "c4")], changes.Select(static change => (change.Partition, change.Number, change.Cursor)));
        Assert.Equal(["c0", "c2", "c3", "c3", "c3"], calling.Requests.Select(static request => request.Split("?after=")[1]));
        Assert.Equal(4, calling.Time.Passed.Count);
    }

    [Fact]
    public async Task Changes_OfASegment_AreReadWhole()
    {
        await using var calling = await Calling.To(Hanging(
            "retry: 1000\n\n: still here\n\nevent: other\ndata: whatever\n\n",
            "id: x\nevent: change\ndata: {\"id\":\"i\",\"partition\":3,\"number\":9,\"segment\":\"vip\",\"customer\":\"u:7\",\"change\":\"entered\",\"at\":\"2026-01-02T03:04:05.678Z\"," +
            "\"eventAt\":null,\"recordedAt\":\"2026-01-02T03:04:06Z\",\"cause\":\"time\",\"version\":4,\"new\":[1]}\n\n",
            "id: y\nevent: change\ndata: {\"id\":\"j\",\"partition\":3,\"number\":10,\"change\":\"sawTheLight\",\"cause\":\"magic\"}\n\n"));

        var changes = await calling.Client.Segments["vip"].Changes().First(2);

        Assert.Equal(["GET /api/v1/segments/vip/changes/stream"], calling.Requests);
        Assert.Equal(
            new Change
            {
                Id = "i",
                Partition = 3,
                Number = 9,
                Segment = "vip",
                Customer = "u:7",
                Kind = ChangeKind.Entered,
                At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
                RecordedAt = new(2026, 1, 2, 3, 4, 6, TimeSpan.Zero),
                Cause = ChangeCause.Time,
                Version = 4,
                Cursor = "x",
            },
            changes[0]);
        Assert.Equal((ChangeKind.Unknown, ChangeCause.Unknown), (changes[1].Kind, changes[1].Cause)); // of a newer CRM
    }

    [Fact]
    public async Task Changes_Silence_CountsAsBroken()
    {
        var silent = true;
        await using var calling = await Calling.To(context =>
        {
            silent = context.Request.Query["after"] != "c1";
            return Hanging(Event(silent ? "c1" : "c2", 0, silent ? 1 : 2))(context);
        });
        await using var changes = calling.Client.Changes().GetAsyncEnumerator(Patience.Token);
        Assert.True(await changes.MoveNextAsync());
        calling.Time.Passes = wait => wait < TimeSpan.FromMinutes(1) || (silent && wait == calling.Options.StreamIdleTimeout);

        Assert.True(await changes.MoveNextAsync());

        Assert.Equal("c2", changes.Current.Cursor);
        Assert.Contains(calling.Options.StreamIdleTimeout, calling.Time.Passed);
        Assert.Contains(calling.Log.Lines, static line => line.Contains("Nothing came for 600 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Changes_CursorTooOld_SaysListAgain()
    {
        await using var calling = await Calling.To(Calling.Problem(HttpStatusCode.Gone));

        var error = await Assert.ThrowsAsync<CrmCursorExpiredException>(() => calling.Client.Segments["vip"].Changes("old").First(1));

        Assert.Contains("list the members again", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsRetryable);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, typeof(CrmValidationException))]
    [InlineData(HttpStatusCode.Forbidden, typeof(CrmUnauthorizedException))]
    public async Task Changes_NotAccepted_IsThrown(HttpStatusCode status, Type error)
    {
        await using var calling = await Calling.To(Calling.Problem(status));

        await Assert.ThrowsAsync(error, () => calling.Client.Changes("x").First(1));
    }

    [Fact]
    public async Task Changes_TooManyStreams_WaitsAsAsked()
    {
        await using var calling = await Calling.To(
            static context =>
            {
                context.Response.Headers.RetryAfter = "10";
                return context.Problem(HttpStatusCode.TooManyRequests);
            },
            Hanging(Event("c1", 0, 1)));

        Assert.Single(await calling.Client.Changes().First(1));

        Assert.Equal([TimeSpan.FromSeconds(10)], calling.Time.Passed);
    }

    [Fact]
    public async Task Changes_NotReadable_IsNoBrokenConnection()
    {
        await using var calling = await Calling.To(Hanging("id: x\nevent: change\ndata: {\"id\":1}\n\n"));

        var error = await Assert.ThrowsAsync<CrmException>(() => calling.Client.Changes().First(1));

        Assert.False(error.IsRetryable);
    }

    [Fact]
    public async Task Changes_ReaderGivesUp_IsCanceledAndTheStreamClosed()
    {
        var closed = new TaskCompletionSource();
        await using var calling = await Calling.To(async context =>
        {
            await Hanging(Event("c1", 0, 1))(context);
            closed.SetResult();
        });
        using var impatient = new CancellationTokenSource();
        await using (var changes = calling.Client.Changes(cancellationToken: impatient.Token).GetAsyncEnumerator())
        {
            Assert.True(await changes.MoveNextAsync());
            var next = changes.MoveNextAsync().AsTask();
            await impatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next).Soon();
        }

        await closed.Task.Soon();
    }

    [Fact]
    public async Task Changes_ClientDisposed_End()
    {
        await using var calling = await Calling.To(Hanging(Event("c1", 0, 1)));
        await using var changes = calling.Client.Changes().GetAsyncEnumerator(Patience.Token);
        Assert.True(await changes.MoveNextAsync());
        var next = changes.MoveNextAsync().AsTask();

        await calling.Client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => next).Soon();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => calling.Client.Rfm.GetAsync());
    }

    private static string Event(string cursor, int partition, long number) =>
        $"id: {cursor}\nevent: change\ndata: {{\"id\":\"{partition}.{number}\",\"partition\":{partition},\"number\":{number}}}\n\n";

    private static Func<HttpContext, Task> Stream(params string[] parts) => context => context.Answer(string.Concat(parts), "text/event-stream");

    private static Func<HttpContext, Task> Hanging(params string[] parts) => async context =>
    {
        await Stream(parts)(context);
        await context.Response.Body.FlushAsync();
        await context.Hang();
    };
}
