using System.Text;
using System.Text.Json;
using Crm.Core.Rules.Json;
using Crm.Core.Rules.Text;
using Crm.Core.Time;
using Crm.GrainInterfaces.Segments;
using Crm.GrainInterfaces.Stores;
using Crm.Postgres.Segments;
using Orleans;

namespace Crm.Silo.Segments;

/// <summary>Puts together how segments stand: definition, how far it has come, and count.</summary>
internal sealed class SegmentViews(IGrainFactory grains, DefinitionProgress progress, SegmentCounts counts, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    public IStoreGrain Store(string store) => grains.GetGrain<IStoreGrain>(store);

    /// <returns>Null where the store has no such segment.</returns>
    public async Task<SegmentEntry?> Find(string store, string id) =>
        (await Store(store).Segments()).Segments.FirstOrDefault(segment => segment.Id == id);

    public async Task<SegmentBody> One(string store, SegmentEntry entry, CancellationToken cancellationToken)
    {
        var versions = await progress.Of(store, cancellationToken);
        var count = await grains.GetGrain<ISegmentGrain>($"{store}/{entry.Id}").Count();
        return Body(entry, versions, count.Members, count.AsOf);
    }

    /// <summary>Some of a store's, however many, by two queries.</summary>
    public async Task<IReadOnlyList<SegmentBody>> All(string store, IEnumerable<SegmentEntry> entries, CancellationToken cancellationToken)
    {
        var asOf = Instant.From(time.GetUtcNow());
        var versions = await progress.Of(store, cancellationToken);
        var members = await counts.Of(store, cancellationToken);
        return [.. entries.Select(entry => Body(entry, versions, members.GetValueOrDefault(entry.Id), asOf))];
    }

    /// <summary>Returns once this version holds everywhere, or when the time is up.</summary>
    public async Task WaitUntilLive(string store, int version, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (!(await progress.Of(store, cancellationToken)).IsLive(version) && time.GetElapsedTime(start) < timeout)
        {
            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    private static SegmentBody Body(SegmentEntry entry, PartitionVersions versions, long members, Instant asOf)
    {
        var rule = RuleDocument.Parse(Encoding.UTF8.GetBytes(entry.Rule)).Rule ?? throw new InvalidOperationException("A stored rule does not read.");
        return new()
        {
            Id = entry.Id,
            Name = entry.Name,
            Rule = JsonElement.Parse(RuleJson.Write(rule)),
            Text = RuleText.Print(rule),
            Version = entry.Version,
            State = versions.IsLive(entry.Version) ? "live" : "backfilling",
            Progress = versions.Partitions == 0 ? 0 : Math.Round((double)versions.Passed(entry.Version) / versions.Partitions, 3),
            Count = members,
            AsOf = asOf,
        };
    }
}
