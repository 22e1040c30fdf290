using Crm.Core.Time;
using Crm.Grains.Triggers;
using Crm.Ingest.Commits;
using Crm.Postgres.Automations;
using Crm.Postgres.Live;
using Crm.Postgres.Tests.Support;
using Xunit;

namespace Crm.Postgres.Tests.Live;

public sealed class FiringsTests(ProcessFixture fixture) : IClassFixture<ProcessFixture>
{
    private static readonly Instant At = CommitBuilder.Now;

    [Fact]
    public async Task After_ActionsOfAStore_TellsEachAsItComesAndAsItEnds()
    {
        await Commit(0, "watched", "old");
        var place = await Firings.Now("watched", default);
        Assert.Empty(await Firings.After(place, "watched", default));

        await Commit(0, "watched", "a", "b");
        await Commit(1, "others", "x");
        Assert.Equal(["a Pending", "b Pending"], await News(place));
        Assert.Empty(await News(place));

        await End("watched", error: null);
        Assert.Equal(["old Done", "a Done", "b Done"], await News(place));
        Assert.Empty(await News(place));
    }

    [Fact]
    public async Task After_OneThatCameAndEndedBetweenTwoLooks_IsToldOnceAsItEnded()
    {
        var place = await Firings.Now("quick", default);
        await Commit(2, "quick", "a");
        await End("quick", error: "refused");

        var firing = Assert.Single(await Firings.After(place, "quick", default));

        Assert.Equal((OutboxState.GivenUp, "refused", "u:a", At), (firing.State, firing.Error, firing.Customer, firing.At));
        Assert.NotNull(firing.FinishedAt);
    }

    // Its id was given before those of others that were told of.
    [Fact]
    public async Task After_CommittedLate_IsToldAll()
    {
        await Commit(3, "late", "first");
        var place = await Firings.Now("late", default);
        await fixture.Database.Execute("select nextval(pg_get_serial_sequence('crm.outbox', 'id'))");
        await Commit(3, "late", "second");
        Assert.Equal(["second Pending"], await News(place, "late"));

        await fixture.Database.Execute("""
            insert into crm.outbox (id, partition, key, store, automation, customer, version, run, step, at, recorded_at, log_offset, due_at)
            overriding system value select max(id) - 1, 3, 'slow', 'late', 'a', 'u:slow', 1, 1, 's', 0, 0, 0, 0 from crm.outbox where store = 'late'
            """);

        Assert.Equal(["slow Pending"], await News(place, "late"));
    }

    private Firings Firings => fixture.Get<Firings>();

    private async Task<string[]> News(FiringPlace place, string store = "watched") =>
        [.. (await Firings.After(place, store, default)).Select(static firing => $"{firing.Key} {firing.State}")];

    private async Task Commit(int partition, string name, params string[] keys)
    {
        var store = fixture.Get<IPartitionStore>();
        var commit = CommitBuilder.Next(await store.Acquire(partition, "log", 16, default));
        commit.Actions.AddRange(keys.Select(key => new ActionRow(key, name, "a", $"u:{key}", 1, 1, "s", At, At, 1, default, null)));
        Assert.True(await store.Commit(commit, default));
    }

    private async Task End(string store, string? error)
    {
        var outbox = fixture.Get<IOutbox>();
        var now = Instant.From(TimeProvider.System.GetUtcNow());
        var claimed = await outbox.Claim(store, "a", 0, 1, now, now.PlusMilliseconds(60_000), 10, default);
        await outbox.Record([.. claimed.Select(action => new ActionResult(action.Id, action.Attempt, error, null))], now, default);
    }
}
