using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>How far back a rule looks.</summary>
public static class RuleReach
{
    /// <summary>Whether events from before an instant would matter to a rule that is put now.</summary>
    /// <param name="rule">Of the store.</param>
    /// <param name="from">The first instant from which events are kept.</param>
    /// <param name="now">The store's.</param>
    /// <param name="zone">In which the store counts months and local days.</param>
    public static bool IsBefore(Rule rule, Instant from, Instant now, TimeZoneInfo zone)
    {
        // The last event that is not kept counts longest.
        bool Matters(Window? window) => WindowBounds.Of(window, zone)(from.PlusMilliseconds(-1)) is var range && range.Start < range.End && range.End > now;
        return RuleReferences.Leaves(rule).Any(leaf => leaf switch
        {
            DidRule did => Matters(did.Window),
            MessageRule message => Matters(message.Window),
            FormRule form => Matters(form.Window),
            AggregateRule aggregate => Matters(aggregate.Window),
            SameRule same => Matters(same.Window),
            SequenceRule sequence => Matters(sequence.Window),
            FirstTimeRule or RecencyRule => true, // of all, ever
            _ => false,
        });
    }
}
