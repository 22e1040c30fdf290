using Crm.Core.Customers;
using Crm.Core.Profiles;
using Crm.Core.Rules.Why;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Rules.Evaluation;

/// <summary>A comparison of the age, which grows at the local midnight of the birthday.</summary>
internal sealed class AgeNode(ValueComparison comparison, TimeZoneInfo zone) : RuleNode
{
    public override Truth Evaluate(in Evaluation at)
    {
        if (at.Fields.Field(FieldIndex.BirthDate) is not { Kind: ValueKind.Instant } born)
        {
            return comparison.Evaluate(default, at.Now);
        }

        var (day, today) = (Birthday.Today(born.AsInstant, zone), Birthday.Today(at.Now, zone));
        var truth = comparison.Evaluate(Value.Of(Birthday.Age(day, today)), at.Now);
        return truth with { Until = Instant.Earlier(truth.Until, Birthday.StartOf(Birthday.Next(day, today.AddDays(1)), zone)) };
    }

    public override void Explain(in Evaluation at, FigureList figures) => figures.Known(
        at.Fields.Field(FieldIndex.BirthDate) is { Kind: ValueKind.Instant } born
            ? Value.Of(Birthday.Age(Birthday.Today(born.AsInstant, zone), Birthday.Today(at.Now, zone)))
            : default);
}

/// <summary>"birthday in the next D": today and the local days that follow.</summary>
internal sealed class BirthdayNode(ZonedDuration length) : RuleNode
{
    public override Truth Evaluate(in Evaluation at)
    {
        if (at.Fields.Field(FieldIndex.BirthDate) is not { Kind: ValueKind.Instant } born)
        {
            return Truth.Never;
        }

        var (day, today) = (Birthday.Today(born.AsInstant, length.Zone), Birthday.Today(at.Now, length.Zone));
        return new(Birthday.IsWithin(day, today, length.Length), Birthday.StartOf(Birthday.NextChange(day, today, length.Length), length.Zone));
    }

    public override void Explain(in Evaluation at, FigureList figures) => figures.Known(
        at.Fields.Field(FieldIndex.BirthDate) is { Kind: ValueKind.Instant } born
            ? Value.Of(Birthday.StartOf(Birthday.Next(Birthday.Today(born.AsInstant, length.Zone), Birthday.Today(at.Now, length.Zone)), length.Zone))
            : default);
}
