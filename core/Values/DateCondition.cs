using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;

namespace Crm.Core.Values;

/// <summary>A condition on an instant or on text in ISO form; a bare day counts from its start.</summary>
internal abstract class DateCondition(TimeZoneInfo zone) : ValueCondition
{
    public sealed override Truth Test(in ValueView value, Instant now) => value.TryDate(zone, out var date) ? Test(date.Start, now) : Truth.Never;

    protected abstract Truth Test(Instant date, Instant now);
}

/// <summary>Before the start of a day, or at or after its end; an instant is a day of one millisecond.</summary>
internal sealed class SideCondition(ComparisonOperator side, Operand operand, TimeZoneInfo zone) : DateCondition(zone)
{
    protected override Truth Test(Instant date, Instant now) =>
        Truth.Constant(operand.Date is { } day && (side == ComparisonOperator.Before ? date < day.Start : date >= day.End));
}

/// <summary>More than D ago: from the date plus D on. Less than D ago: from the date, which must be past, until then.</summary>
internal sealed class AgeCondition(ComparisonOperator age, ZonedDuration length) : DateCondition(length.Zone)
{
    protected override Truth Test(Instant date, Instant now)
    {
        var grown = length.After(date);
        return age == ComparisonOperator.OlderThan ? Truth.Between(grown, Instant.Never, now) : Truth.Between(date, grown, now);
    }
}
