using Crm.Ingest.Commits;
using Crm.Postgres.Feed;
using Crm.Postgres.Segments;
using Crm.Postgres.Tests.Support;
using Xunit;

namespace Crm.Postgres.Tests.Segments;

public class MemberListTests(ProcessFixture fixture) : IClassFixture<ProcessFixture>
{
    private const int Partitions = 4, Customers = 60;

    private readonly IPartitionStore _store = fixture.Get<IPartitionStore>();
    private readonly MemberList _members = fixture.Get<MemberList>();

    [Fact]
    public async Task ListingThenChanges_WhileMembersComeAndGo_GivesEachWithoutGapOrRepeat()
    {
        using var stop = new CancellationTokenSource();
        var writing = Enumerable.Range(0, Partitions).Select(partition => Task.Run(() => Write(partition, stop.Token))).ToArray();
        for (var round = 0; round < 25; round++)
        {
            await List();
        }

        await stop.CancelAsync();
        await Task.WhenAll(writing);
        var (listed, _) = await List();
        Assert.Equal(await fixture.Database.Scalar<string[]>("select coalesce(array_agg(customer::text order by customer), '{}') from crm.memberships"), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task First_EmptySegment_HasAPlaceForChanges()
    {
        var page = await _members.First("demo", "empty", 10, default);
        Assert.Empty(page.Items);
        Assert.Null(page.Next);
        Assert.Empty((await fixture.Get<ChangeFeed>().After(page.ChangesAfter, "demo", "empty", 10, default)).Items);
    }

    /// <summary>Lists, then follows the changes up to now, and checks on the way that nobody comes twice.</summary>
    private async Task<(HashSet<string> Members, FeedCursor Cursor)> List()
    {
        var page = await _members.First("demo", "vip", 7, default);
        var members = new HashSet<string>();
        while (true)
        {
            Assert.All(page.Items, member => Assert.True(members.Add(member.Customer)));
            if (page.Next is null)
            {
                break;
            }

            Assert.True(MemberCursor.TryParse(page.Next.Encode(), out var cursor));
            page = await _members.After(cursor, "demo", "vip", 7, default);
        }

        return await Follow(members, page.ChangesAfter);
    }

    private async Task<(HashSet<string> Members, FeedCursor Cursor)> Follow(HashSet<string> members, FeedCursor after)
    {
        var feed = fixture.Get<ChangeFeed>();
        var until = await feed.Newest(default);
        while (await feed.After(after, "demo", "vip", 50, default) is { Items.Length: > 0 } page)
        {
            foreach (var change in page.Items)
            {
                // Whoever left before their page was read was not listed.
                Assert.True(change.Kind == FeedChange.Left ? members.Remove(change.Customer) || true : members.Add(change.Customer));
            }

            after = page.Next;
            if (Enumerable.Range(0, Partitions).All(partition => after[partition] >= until[partition]))
            {
                break;
            }
        }

        return (members, after);
    }

    private async Task Write(int partition, CancellationToken cancellationToken)
    {
        var random = new Random(partition);
        var isMember = new bool[Customers];
        var row = await _store.Acquire(partition, "log", 16, default);
        while (!cancellationToken.IsCancellationRequested)
        {
            var changed = Enumerable.Range(0, random.Next(1, 8)).Select(_ => random.Next(Customers)).ToArray();
            var commit = CommitBuilder.Next(row, changed.Length);
            foreach (var (customer, i) in changed.Select((customer, i) => (customer, i)))
            {
                isMember[customer] = !isMember[customer];
                var entered = CommitBuilder.Entered(row.NextFeedNumber + i, "vip", $"u:{partition}-{customer}");
                commit.Feed.Add(isMember[customer] ? entered : entered with { Change = FeedChange.Left });
                commit.Memberships[("demo", "vip", entered.Customer)] = new(isMember[customer], CommitBuilder.Now, 1, entered.Number);
            }

            Assert.True(await _store.Commit(commit, default));
            row = CommitBuilder.After(row, commit);
        }
    }
}
