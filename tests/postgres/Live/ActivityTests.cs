using Crm.Ingest.Commits;
using Crm.Postgres.Live;
using Crm.Postgres.Tests.Support;
using Xunit;

namespace Crm.Postgres.Tests.Live;

public sealed class ActivityTests(ProcessFixture fixture) : IClassFixture<ProcessFixture>
{
    [Fact]
    public async Task Of_NothingEver_IsZero()
    {
        var activity = await Reader.Of("nobody", default);

        Assert.Equal(new(activity.AsOf, 0, 0, null, 0, 0), activity);
    }

    [Fact]
    public async Task Commit_OfTwoPartitions_AddsUp()
    {
        await Commit("both", 0, new(3, 1));
        await Commit("both", 1, new(0, 5)); // changes by time alone: no event

        var activity = await Reader.Of("both", default);

        Assert.Equal((3, 6), (activity.Events, activity.Changes));
        Assert.InRange(activity.AsOf - activity.LastAt!.Value, 0, 5_000);
        Assert.Equal(3 / Seconds(activity), activity.EventsPerSecond, 6);
        Assert.Equal(activity.EventsPerSecond * 2, activity.ChangesPerSecond, 6);
    }

    // Spells are put back instead of waited for: what is older than the one before the present one is no more "of late".
    [Theory]
    [InlineData(0, 10)] // this spell and the one before it
    [InlineData(1, 6)] // the one before it
    [InlineData(2, 0)]
    public async Task Of_SpellsLater_TellsTheLastTwo(int later, int events)
    {
        var name = $"late{later}";
        await Commit(name, 2, new(4, 4));
        await Back(name, 1);
        await Commit(name, 2, new(6, 6));
        await Back(name, later);

        var activity = await Reader.Of(name, default);

        Assert.Equal(10, activity.Events);
        Assert.Equal(events / Seconds(activity), activity.EventsPerSecond, 6);
        Assert.Equal(activity.EventsPerSecond, activity.ChangesPerSecond, 6);
    }

    [Fact]
    public async Task Commit_AfterALongPause_ForgetsTheSpellsBefore()
    {
        await Commit("paused", 3, new(100, 100));
        await Back("paused", 2);
        await Commit("paused", 3, new(1, 0));

        var activity = await Reader.Of("paused", default);

        Assert.Equal(101, activity.Events);
        Assert.Equal(1 / Seconds(activity), activity.EventsPerSecond, 6);
        Assert.Equal(0, activity.ChangesPerSecond);
    }

    private ActivityReader Reader => fixture.Get<ActivityReader>();

    // The spell before this one, and as much of this one as has passed.
    private static double Seconds(StoreActivity activity) => 5 + (activity.AsOf.Milliseconds % 5_000 / 1_000.0);

    private Task Back(string store, int spells) => fixture.Database.Execute($"update crm.activity set spell = spell - {spells} where store = '{store}'");

    private async Task Commit(string name, int partition, ActivityRow row)
    {
        await NotAtTheEndOfASpell();
        var store = fixture.Get<IPartitionStore>();
        var commit = CommitBuilder.Next(await store.Acquire(partition, "log", 16, default));
        commit.Activity[name] = row;
        Assert.True(await store.Commit(commit, default));
    }

    // A test may take some of a spell, but is not to run over its end.
    private Task NotAtTheEndOfASpell() => fixture.Database.Execute("""
        do $$ declare
          left_ms bigint := 5000 - (extract(epoch from clock_timestamp()) * 1000)::bigint % 5000;
        begin
          if left_ms < 1500 then perform pg_sleep(left_ms / 1000.0 + 0.01); end if;
        end $$
        """);
}
