using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Rules.Completion;
using Crm.Core.Seen;
using Crm.GrainInterfaces.Stores;
using Crm.Postgres.Seen;
using Orleans;

namespace Crm.Silo.Rules;

/// <summary>Reads of the store what the place asks for, and nothing else.</summary>
internal sealed class Completions(IGrainFactory grains, SeenReader seen)
{
    public async Task<IReadOnlyList<CompletionItem>> At(RuleCompletion place, string store, CancellationToken cancellationToken)
    {
        var names = await Seen(place, store, cancellationToken);
        return CompletionItems.Of(place, names, (await Ids(place.Slot, grains.GetGrain<IStoreGrain>(store))).Order(StringComparer.Ordinal));
    }

    private static async Task<IEnumerable<string>> Ids(CompletionSlot slot, IStoreGrain store) => slot switch
    {
        CompletionSlot.Segment => (await store.Segments()).Segments.Select(static segment => segment.Id).Where(static id => !ListTags.IsList(id)),
        CompletionSlot.List => (await store.Segments()).Segments.Where(static segment => ListTags.IsList(segment.Id)).Select(static segment => segment.Id[ListTags.Prefix.Length..]),
        CompletionSlot.Automation => (await store.Automations()).Select(static automation => automation.Id),
        _ => [],
    };

    private Task<IReadOnlyList<SeenName>> Seen(RuleCompletion place, string store, CancellationToken cancellationToken) => place.Slot switch
    {
        CompletionSlot.Event => seen.Events(store, EventType.Track, cancellationToken),
        CompletionSlot.Page => seen.Events(store, EventType.Page, cancellationToken),
        CompletionSlot.Screen => seen.Events(store, EventType.Screen, cancellationToken),
        CompletionSlot.Field => seen.Properties(store, EventType.Identify, [""], cancellationToken),
        CompletionSlot.Property => seen.Properties(store, place.Events.IsEmpty ? EventType.Track : place.Type, place.Events, cancellationToken),
        _ => Task.FromResult<IReadOnlyList<SeenName>>([]),
    };
}
