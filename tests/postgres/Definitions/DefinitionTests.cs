using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.Core.Rules;
using Crm.Core.Rules.Json;
using Crm.Core.Time;
using Crm.Core.Values;
using Crm.Grains.Segments;
using Crm.Grains.Stores;
using Crm.Ingest.Commits;
using Crm.Ingest.Pumps;
using Crm.Postgres.Definitions;
using Crm.Postgres.Segments;
using Crm.Postgres.Stores;
using Crm.Postgres.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Crm.Postgres.Tests.Definitions;

public class DefinitionTests(ProcessFixture fixture) : IClassFixture<ProcessFixture>
{
    private static readonly Rule Rule = new AllRule(
    [
        new FieldRule("country", new Comparison(ComparisonOperator.Equal) { Value = Value.Of("BR") }),
        new DidRule(new EventPattern(["Order Completed"], null), Times.AtLeastOnce, new LastWindow(new CalendarDuration(0, 30L * 24 * 60 * 60 * 1000))),
    ]);

    private readonly IDefinitionStore _store = fixture.Get<IDefinitionStore>();

    [Fact]
    public async Task Latest_UnknownStore_IsNull()
    {
        Assert.Null(await _store.Latest("nobody", default));
        Assert.Null(await _store.LatestVersion("nobody", default));
    }

    [Fact]
    public async Task Latest_NewStore_IsVersionZero()
    {
        var settings = await Create("fresh");
        var latest = await _store.Latest("fresh", default);
        Assert.Equal((settings, 0, 0), (latest!.Store, latest.Version, latest.Segments.Length));
        Assert.Equal(0, await _store.LatestVersion("fresh", default));
        Assert.Equal(0, (await fixture.Get<IDefinitionCache>().Get("fresh", 0)).Version);
    }

    [Fact]
    public async Task Add_NextVersion_ReadsBackAndIsAnnounced()
    {
        var settings = await Create("added");
        var set = new DefinitionSet(settings, 1, [new("vip", "VIP \"ü\"", Rule, 1)], RfmSettings.Default with { MonetaryAmounts = [1.5m, 2, 3, 4] });
        Assert.True(await _store.Add(set, default));
        Assert.False(await _store.Add(set, default));
        Assert.False(await _store.Add(set with { Version = 3 }, default));
        Assert.Equal(1, await _store.LatestVersion("added", default));
        var read = await _store.Latest("added", default);
        Assert.Equal(DefinitionJson.Write(set), DefinitionJson.Write(read!));
        Assert.Equal(RuleDocument.Write(Rule), RuleDocument.Write(read!.Segments[0].Rule));
        var watcher = fixture.Process.GetServices<IHostedService>().OfType<DefinitionWatcher>().Single();
        await watcher.Look(default);
        Assert.Contains(KeyValuePair.Create("added", 1), fixture.Get<DefinitionVersions>().All);
    }

    [Fact]
    public async Task Get_FromCache_IsCompiledOnceAndRetriedAfterAFailure()
    {
        var settings = await Create("cached");
        var cache = fixture.Get<IDefinitionCache>();
        await Assert.ThrowsAsync<KeyNotFoundException>(async () => await cache.Get("cached", 1));
        Assert.True(await _store.Add(new DefinitionSet(settings, 1, [new("vip", "VIP", Rule, 1)], RfmSettings.Default), default));
        var compiled = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => cache.Get("cached", 1).AsTask()));
        Assert.All(compiled, definitions => Assert.Same(compiled[0], definitions));
        Assert.True(cache.Get("cached", 1).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Progress_BySomePartitions_SaysHowMany()
    {
        var store = fixture.Get<IPartitionStore>();
        foreach (var partition in new[] { 0, 1, 2 })
        {
            var row = await store.Acquire(partition, "log", 16, default);
            if (partition > 0)
            {
                Assert.True(await store.Commit(CommitBuilder.OfEveryKind(row, $"of{partition}"), default));
            }
        }

        var progress = await fixture.Get<DefinitionProgress>().Of("demo", default);
        Assert.Equal((16, 2, 0, false), (progress.Partitions, progress.Passed(1), progress.Passed(2), progress.IsLive(1)));
        var count = await fixture.Get<ISegmentReader>().Count("demo", "vip", default);
        Assert.Equal((2, CommitBuilder.Now), (count.Members, count.LastChange));
        Assert.Null((await fixture.Get<ISegmentReader>().Count("demo", "none", default)).LastChange);
    }

    private async Task<StoreSettings> Create(string name)
    {
        var settings = new StoreSettings(name, StoreClock.Log, "America/Sao_Paulo", "BRL");
        Assert.True(await fixture.Get<StoreRepository>().Create(settings, default));
        return settings;
    }
}
