using System.Collections.Frozen;
using System.Collections.Immutable;
using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;

namespace Crm.Core.Automations;

/// <summary>The automations of a store as of one definition version, compiled; immutable and shared by all its customers.</summary>
public sealed class AutomationSet
{
    private readonly FrozenDictionary<string, int[]> _byEvent;
    private readonly FrozenDictionary<(string Segment, bool Entered), int[]> _bySegment;

    /// <param name="definitions">In any order, ids distinct.</param>
    /// <param name="rules">Compiled with the <see cref="Questions"/> of the same definitions.</param>
    /// <param name="zone">In which the store counts months and local days.</param>
    internal AutomationSet(ImmutableArray<AutomationDefinition> definitions, RuleSet rules, TimeZoneInfo zone)
    {
        var next = 0;
        RuleNode? Compiled(Rule? rule) => rule is null ? null : rules.Questions[next++];
        All =
        [
            .. Ordered(definitions).Select(definition => new CompiledAutomation(
                definition,
                definition.Trigger is EventTrigger trigger ? CompiledPattern.Compile(trigger.Event, zone) : null,
                Compiled(definition.Condition),
                Compiled(definition.Exit),
                [.. definition.Steps.Select(step => new CompiledStep(step, Compiled((step as WaitUntilStep)?.Until), zone))],
                zone)),
        ];
        _byEvent = All.SelectMany(static (automation, index) => (automation.Event?.Names ?? []).Distinct(StringComparer.Ordinal).Select(name => (Name: name, Index: index)))
            .GroupBy(static pair => pair.Name, static pair => pair.Index, StringComparer.Ordinal)
            .ToFrozenDictionary(static group => group.Key, static group => group.ToArray(), StringComparer.Ordinal);
        _bySegment = All.Select(static (automation, index) => (Trigger: automation.Definition.Trigger as SegmentTrigger, Index: index))
            .Where(static pair => pair.Trigger is not null)
            .GroupBy(static pair => (pair.Trigger!.Segment, pair.Trigger.Entered), static pair => pair.Index)
            .ToFrozenDictionary(static group => group.Key, static group => group.ToArray());
    }

    /// <summary>Ordered by id, by ordinal; an automation's index is its place here.</summary>
    internal ImmutableArray<CompiledAutomation> All { get; }

    /// <summary>The rules that the automations ask, in the order in which the constructor takes them.</summary>
    internal static ImmutableArray<Rule> Questions(ImmutableArray<AutomationDefinition> definitions) =>
    [
        .. Ordered(definitions).SelectMany(static definition =>
            definition.Steps.Select(static step => (step as WaitUntilStep)?.Until).Prepend(definition.Exit).Prepend(definition.Condition)).OfType<Rule>(),
    ];

    internal ReadOnlySpan<int> StartedByEvent(string name) => _byEvent.TryGetValue(name, out var indices) ? indices : [];

    internal ReadOnlySpan<int> StartedBySegment(string segment, bool entered) => _bySegment.TryGetValue((segment, entered), out var indices) ? indices : [];

    /// <returns>-1 if the store has no such automation.</returns>
    internal int IndexOf(string id)
    {
        for (var index = 0; index < All.Length; index++)
        {
            if (All[index].Definition.Id == id)
            {
                return index;
            }
        }

        return -1;
    }

    private static IEnumerable<AutomationDefinition> Ordered(ImmutableArray<AutomationDefinition> definitions) =>
        definitions.OrderBy(static definition => definition.Id, StringComparer.Ordinal);
}
