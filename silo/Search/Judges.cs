using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.Core.Rules;
using Crm.Ingest.Pumps;
using Crm.Postgres.Search;
using Crm.Silo.Http;
using Crm.Silo.Rfm;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Search;

/// <summary>Makes what judges customers by a rule that no segment has.</summary>
internal sealed class Judges(RfmRefresher refresher, IDefinitionCache definitions, PastEvents past, IOptions<PumpOptions> pumps)
{
    /// <param name="rule">Null for everybody.</param>
    /// <param name="field">Of the request, that has the rule.</param>
    /// <param name="orderId">Null for any or none.</param>
    public async Task<(Judge? Judge, Problem? Problem)> Make(string store, Rule? rule, string field, string? orderId, CancellationToken cancellationToken)
    {
        var current = await definitions.Get(store, (await refresher.Current(store, cancellationToken)).Version, cancellationToken);
        var now = await refresher.Now(store, cancellationToken);
        if (rule is null)
        {
            return (new(current, null, orderId, now, definitions, past), null);
        }

        var tops = await refresher.Missing(store, TopShare.In(rule), cancellationToken);
        var edit = RfmEdits.WithTops(SegmentEdits.Try(current.Set, Judge.Segment, rule), tops);
        if (edit.Next is not { } set)
        {
            return (null, Problem.Bad(new FieldError(field, $"It cannot be so: {edit.Detail}.")));
        }

        var next = StoreDefinitions.Compile(set);
        return pumps.Value.Archive == ArchiveKeeping.Log && next.Rules.NewEventNames(current.Rules).Count > 0
            ? (null, Problem.Bad(new FieldError(field, "It looks back at events that no segment or automation asks for, and the log keeps past events: put it as a segment.")))
            : (new(current, next, orderId, now, definitions, past), null);
    }
}
