using Crm.Core.Customers;
using Crm.Core.Time;
using Crm.Ingest.Commits;
using Crm.Ingest.Pumps;

namespace Crm.Ingest.Tests.Pumps;

public sealed class ChangeNewsTests
{
    private readonly ChangeNews _news = new();

    [Fact]
    public void Committed_ASegment_TellsItsFollowersAndTheStores()
    {
        using var vip = _news.Follow("demo", "vip");
        using var loyal = _news.Follow("demo", "loyal");
        using var all = _news.Follow("demo", null);
        using var other = _news.Follow("other", null);
        Task[] next = [vip.Next, loyal.Next, all.Next, other.Next];

        _news.Committed([Row("demo", "vip")]);

        Assert.Equal([true, false, true, false], next.Select(task => task.IsCompleted));
        Assert.False(vip.Next.IsCompleted);
    }

    [Fact]
    public void CommittedElsewhere_Anything_TellsAll()
    {
        using var vip = _news.Follow("demo", "vip");
        using var other = _news.Follow("other", null);
        Task[] next = [vip.Next, other.Next];

        _news.CommittedElsewhere();

        Assert.All(next, task => Assert.True(task.IsCompleted));
    }

    [Fact]
    public void Dispose_OneOfTwoListeners_TheOtherStillHears()
    {
        using var first = _news.Follow("demo", "vip");
        _news.Follow("demo", "vip").Dispose();
        var next = first.Next;

        _news.Committed([Row("demo", "vip")]);

        Assert.True(next.IsCompleted);
    }

    private static FeedRow Row(string store, string segment) =>
        new(1, store, segment, "u:1", FeedChange.Entered, 1, 1, Instant.Min, null, Instant.Min, Cause.Event, 0);
}
