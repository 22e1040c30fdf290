using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Rules.Why;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Rules.Evaluation;

/// <summary>Since when a field is a value. It is told at every settling at which the field can have changed, and of no event.</summary>
internal sealed class SteadyLeaf(SteadyRule rule, TimeZoneInfo zone) : EventLeaf([])
{
    private readonly int _field = CustomerFields.IndexOf(rule.Field);
    private readonly ZonedDuration _age = new(rule.Age, zone);
    private readonly ValueComparison _is = ValueComparison.Compile(new(ComparisonOperator.Equal) { Value = rule.Value }, zone);

    public override bool Observe(ref LeafState state, in Event e, long offset, long mask) => false;

    /// <summary>Takes in what the field is now.</summary>
    public void Refresh(ref LeafState state, IFieldSource fields, Instant now)
    {
        var value = _field >= 0 ? fields.Field(_field) : fields.Trait(rule.Field[CustomerFields.TraitPrefix.Length..]);
        var holds = _is.Evaluate(value, now).Holds;
        if (holds == state.IsEmpty)
        {
            state = holds ? new() { Count = 1, Value = now.Milliseconds } : default;
        }
    }

    /// <summary>Two were one person: it has been so since the earlier of the two.</summary>
    public override void Absorb(ref LeafState state, in LeafState other) =>
        state = !state.IsEmpty && state.Value <= other.Value ? state : other;

    public override void Explain(in LeafState state, Instant now, FigureList figures)
    {
        figures.Case = state.IsEmpty ? "none" : null;
        if (!state.IsEmpty)
        {
            figures.At("since", new(state.Value));
            figures.At("turns", _age.After(new Instant(state.Value)));
        }
    }

    public override Truth Evaluate(ref LeafState state, Instant now)
    {
        if (state.IsEmpty)
        {
            return Truth.Never;
        }

        var longer = Truth.Between(_age.After(new Instant(state.Value)), Instant.Never, now);
        return rule.Operator == AgeOperator.MoreThan ? longer : longer.Negated;
    }
}
