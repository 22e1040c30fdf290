using Crm.Core.Customers;

namespace Crm.Core.Rules;

/// <summary>What of the store's other definitions a rule reads.</summary>
public static class RuleReferences
{
    /// <summary>Ids of segments, and of lists as segments, each as often as it stands there.</summary>
    public static IEnumerable<string> Segments(Rule rule) => Leaves(rule).Select(static leaf => leaf switch
    {
        SegmentRule segment => segment.Segment,
        SegmentChangeRule change => change.Segment,
        ListRule list => ListTags.Of(list.List),
        _ => null,
    }).OfType<string>();

    /// <summary>Ids of automations, each as often as it stands there.</summary>
    public static IEnumerable<string> Automations(Rule rule) => Leaves(rule).OfType<JourneyRule>().Select(static journey => journey.Automation);

    /// <summary>The parts that combine no others.</summary>
    public static IEnumerable<Rule> Leaves(Rule rule) => rule switch
    {
        AllRule all => all.Parts.SelectMany(Leaves),
        AnyRule any => any.Parts.SelectMany(Leaves),
        NotRule not => Leaves(not.Part),
        _ => [rule],
    };
}
