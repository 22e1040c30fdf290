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
        var segments = place.Slot == CompletionSlot.Segment ? (await grains.GetGrain<IStoreGrain>(store).Segments()).Segments.Select(static segment => segment.Id) : [];
        return CompletionItems.Of(place, names, segments.Order(StringComparer.Ordinal));
    }

    private Task<IReadOnlyList<SeenName>> Seen(RuleCompletion place, string store, CancellationToken cancellationToken) => place.Slot switch
    {
        CompletionSlot.Event => seen.Events(store, EventType.Track, cancellationToken),
        CompletionSlot.Page => seen.Events(store, EventType.Page, cancellationToken),
        CompletionSlot.Screen => seen.Events(store, EventType.Screen, cancellationToken),
        CompletionSlot.Field => seen.Properties(store, EventType.Identify, [""], cancellationToken),
        CompletionSlot.Property => seen.Properties(store, EventType.Track, place.Events, cancellationToken),
        _ => Task.FromResult<IReadOnlyList<SeenName>>([]),
    };
}
