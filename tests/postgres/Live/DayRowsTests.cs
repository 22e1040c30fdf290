using Crm.Core.Customers;
using Crm.Ingest.Commits;
using Crm.Postgres.Live;
using Crm.Postgres.Tests.Support;
using Xunit;

namespace Crm.Postgres.Tests.Live;

public sealed class DayRowsTests(ProcessFixture fixture) : IClassFixture<ProcessFixture>
{
    private static readonly DateOnly First = new(2024, 2, 28);

    [Fact]
    public async Task Commit_OfTwoPartitions_AddsUpAndDaysBetweenHaveNothing()
    {
        var first = await Commit("added", 0, null, (First, new(2, 30.50m, 0, 0)), (First.AddDays(3), new(1, 5, 0, 0)));
        await Commit("added", 0, first, (First, new(-1, -10.50m, 1, 3.25m)));
        await Commit("added", 1, null, (First.AddDays(1), new(4, 1, 0, 0)), (DayChange.Undated, new(0, 0, 0, 7)));

        var days = await Reader.Last("added", 90, default);

        Assert.Equal(
            ["2024-02-28 1 20.00 1 3.25", "2024-02-29 4 1 0 0", "2024-03-01 0 0 0 0", "2024-03-02 1 5 0 0"],
            days.Select(static day => FormattableString.Invariant($"{day.Day:yyyy-MM-dd} {day.Figures.Orders} {day.Figures.Revenue} {day.Figures.Cancelled} {day.Figures.Refunded}")));
        Assert.Equal([First.AddDays(2), First.AddDays(3)], (await Reader.Last("added", 2, default)).Select(static day => day.Day));
        Assert.Empty(await Reader.Last("other", 90, default));
    }

    [Fact]
    public async Task Last_OnlyUndated_HasNoDay()
    {
        await Commit("undated", 2, null, (DayChange.Undated, new(0, 0, 0, 7)));

        Assert.Empty(await Reader.Last("undated", 90, default));
    }

    // After a crash nobody knows whether it was written: what is tried again as it was is refused, and so is what a zombie tries.
    [Fact]
    public async Task Commit_Again_CountsOnce()
    {
        var store = fixture.Get<IPartitionStore>();
        var row = await store.Acquire(3, "log", 16, default);
        var commit = CommitBuilder.Next(row);
        commit.Days[("again", First)] = new(1, 10, 0, 0);
        commit.Activity["again"] = new(1, 2);
        Assert.True(await store.Commit(commit, default));

        Assert.False(await store.Commit(commit, default));
        Assert.NotEqual(row.Epoch, (await store.Acquire(3, "log", 16, default)).Epoch);
        Assert.False(await store.Commit(commit, default));

        Assert.Equal(new(1, 10, 0, 0), Assert.Single(await Reader.Last("again", 90, default)).Figures);
        var activity = await fixture.Get<ActivityReader>().Of("again", default);
        Assert.Equal((1, 2), (activity.Events, activity.Changes));
    }

    private DayReader Reader => fixture.Get<DayReader>();

    private async Task<PartitionRow> Commit(string name, int partition, PartitionRow? row, params (DateOnly Day, DayFigures Figures)[] days)
    {
        var store = fixture.Get<IPartitionStore>();
        row ??= await store.Acquire(partition, "log", 16, default);
        var commit = CommitBuilder.Next(row);
        foreach (var (day, figures) in days)
        {
            commit.Days[(name, day)] = figures;
        }

        Assert.True(await store.Commit(commit, default));
        return CommitBuilder.After(row, commit);
    }
}
