using Crm.Core.Automations;
using Crm.Core.Customers;
using Crm.Core.Rules;

namespace Crm.Core.Definitions;

/// <summary>
/// Which segments and automations of a store read which. What is read must be there, and nothing may come back to itself: then one round after the other
/// settles them all.
/// </summary>
internal static class DefinitionReferences
{
    /// <summary>Why these definitions cannot be; null if they can.</summary>
    public static DefinitionEdit? Problem(DefinitionSet definitions)
    {
        var reads = Reads(definitions);
        foreach (var (reader, read) in reads)
        {
            if (read.FirstOrDefault(one => !reads.ContainsKey(one)) is { Id: not null } missing)
            {
                return new(EditStatus.NoSuchSegment, Detail: $"'{reader.Id}' reads the {missing.Kind} '{missing.Id}', which the store does not have");
            }
        }

        return Circle(reads) is { } circle
            ? new(EditStatus.Circle, Detail: $"these would read each other in a circle: {string.Join(" → ", circle.Select(static one => $"{one.Kind} '{one.Id}'"))}")
            : null;
    }

    /// <summary>Who reads it, in words; null if nobody does.</summary>
    public static string? ReaderOfSegment(DefinitionSet definitions, string id) => ReaderOf(definitions, Definition.Segment(id));

    /// <inheritdoc cref="ReaderOfSegment"/>
    public static string? ReaderOfAutomation(DefinitionSet definitions, string id) => ReaderOf(definitions, Definition.Automation(id));

    private static string? ReaderOf(DefinitionSet definitions, Definition read) =>
        Reads(definitions).Where(pair => pair.Key != read && pair.Value.Contains(read))
            .Select(static pair => $"the {pair.Key.Kind} '{pair.Key.Id}' reads it").FirstOrDefault();

    private static Dictionary<Definition, Definition[]> Reads(DefinitionSet definitions)
    {
        var reads = definitions.Segments.ToDictionary(static segment => Definition.Segment(segment.Id), static segment => ListTags.IsList(segment.Id) ? [] : Of([segment.Rule]));
        foreach (var automation in definitions.Automations)
        {
            var rules = AutomationSet.Questions([automation]);
            var trigger = automation.Trigger is SegmentTrigger started ? new[] { Definition.Segment(started.Segment) } : [];
            reads.Add(Definition.Automation(automation.Id), [.. Of(rules), .. trigger]);
        }

        return reads;
    }

    private static Definition[] Of(IEnumerable<Rule> rules) =>
        [.. rules.SelectMany(static rule => RuleReferences.Segments(rule).Select(Definition.Segment).Concat(RuleReferences.Automations(rule).Select(Definition.Automation))).Distinct()];

    /// <returns>From one definition back to itself; null if there is no such way.</returns>
    private static List<Definition>? Circle(Dictionary<Definition, Definition[]> reads)
    {
        var (done, way) = (new HashSet<Definition>(), new List<Definition>());
        List<Definition>? From(Definition one)
        {
            if (way.IndexOf(one) is >= 0 and var start)
            {
                return [.. way[start..], one];
            }

            if (!done.Add(one))
            {
                return null;
            }

            way.Add(one);
            var circle = reads[one].Select(From).FirstOrDefault(static found => found is not null);
            way.RemoveAt(way.Count - 1);
            return circle;
        }

        return reads.Keys.OrderByDescending(static one => one.Kind, StringComparer.Ordinal).ThenBy(static one => one.Id, StringComparer.Ordinal).Select(From).FirstOrDefault(static found => found is not null);
    }

    private readonly record struct Definition(string Kind, string Id)
    {
        public static Definition Segment(string id) => ListTags.IsList(id) ? new("list", id[ListTags.Prefix.Length..]) : new("segment", id);

        public static Definition Automation(string id) => new("automation", id);
    }
}
