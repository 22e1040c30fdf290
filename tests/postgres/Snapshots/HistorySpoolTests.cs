using System.Text;
using Crm.Core.Events;
using Crm.Ingest.Backfill;
using Crm.Ingest.Commits;
using Crm.Postgres.Tests.Support;
using Xunit;

namespace Crm.Postgres.Tests.Snapshots;

public sealed class HistorySpoolTests(ProcessFixture fixture) : IClassFixture<ProcessFixture>
{
    [Fact]
    public async Task Read_OfCustomers_GivesThoseOfTheEpochInOrder()
    {
        var spool = fixture.Get<IHistorySpool>();
        await spool.Add(5, 1, [Past("shop/u:1", 3, "former owner")], default);
        await spool.Add(5, 2, [Past("shop/u:2", 4, "b"), Past("shop/u:1", 9, "c"), Past("shop/u:1", 3, "a")], default);
        await spool.Add(5, 2, [Past("shop/u:3", 5, "other")], default);
        await spool.Add(6, 2, [Past("shop/u:1", 3, "other partition")], default);

        Assert.Equal(["shop/u:1 3 a", "shop/u:1 9 c", "shop/u:2 4 b"], Texts(await spool.Read(5, 2, ["shop/u:2", "shop/u:1"], default)));
    }

    [Fact]
    public async Task Clear_OfAnEpoch_LeavesALaterOwners()
    {
        var spool = fixture.Get<IHistorySpool>();
        foreach (var epoch in (long[])[1, 2, 3])
        {
            await spool.Add(7, epoch, [Past("shop/u:1", epoch, $"{epoch}")], default);
        }

        await spool.Clear(7, 2, default);

        Assert.Empty(await spool.Read(7, 1, ["shop/u:1"], default));
        Assert.Empty(await spool.Read(7, 2, ["shop/u:1"], default));
        Assert.Equal(["shop/u:1 3 3"], Texts(await spool.Read(7, 3, ["shop/u:1"], default)));
    }

    [Fact]
    public async Task NotCounted_InARange_IsDeadLettersAndUncounted()
    {
        var store = fixture.Get<IPartitionStore>();
        var commit = CommitBuilder.Next(await store.Acquire(8, "log", 16, default));
        commit.Uncounted.AddRange([10, 12, 20]);
        commit.DeadLetters.Add(new(11, "shop/u:1", CommitBuilder.Now, RejectReason.MissingIds, "no id", "{}"u8.ToArray()));
        Assert.True(await store.Commit(commit, default));

        Assert.Equal([11L, 12L], (await store.NotCounted(8, 10, 19, default)).Order());
        Assert.Equal([11L], await store.DeadLettered(8, 10, 19, default));
        Assert.Empty(await store.NotCounted(9, -1, 100, default));
    }

    private static ArchivedEvent Past(string key, long offset, string text) => new(key, offset, CommitBuilder.Now, Encoding.UTF8.GetBytes(text));

    private static IEnumerable<string> Texts(IEnumerable<ArchivedEvent> events) =>
        events.Select(static past => $"{past.Key} {past.Offset} {Encoding.UTF8.GetString(past.Json.Span)}");
}
