using System.Text;
using Crm.Core.Definitions;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Rules.Json;
using Crm.Core.Time;
using Crm.GrainInterfaces.Stores;
using Crm.Postgres.Archive;

namespace Crm.Silo.Segments;

/// <summary>Whether a rule that is put looks back at events that are no more.</summary>
internal sealed class SegmentHistory(ArchiveFloor floor, IDefinitionCache definitions, TimeProvider time)
{
    /// <returns>From when on the events are kept that the rule knows of; null where it looks back no further, or nothing is gone.</returns>
    public async Task<Instant?> From(string store, SegmentEntry segment, CancellationToken cancellationToken)
    {
        if (await floor.Of(store, cancellationToken) is not { } kept)
        {
            return null;
        }

        var compiled = await definitions.Get(store, segment.Version, cancellationToken);
        var rule = RuleDocument.Parse(Encoding.UTF8.GetBytes(segment.Rule)).Rule!;

        // The archive goes by when the log took an event. On the log's clock that says nothing about when it happened.
        var from = compiled.Store.Clock == StoreClock.Log ? Instant.Never : kept;
        return RuleReach.IsBefore(rule, from, Instant.From(time.GetUtcNow()), compiled.Zone) ? kept : null;
    }
}
