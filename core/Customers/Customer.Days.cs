namespace Crm.Core.Customers;

/// <summary>
/// What the customer's orders add to the sums by day. The sums over all days are those of all customers' figures: of a merge, and of its undoing,
/// only the one who takes the state over tells what the two together do not count any more, so that nothing is missing while it is on its way.
/// An erasure tells nothing: sums name nobody.
/// </summary>
public sealed partial class Customer
{
    [ThreadStatic]
    private static DayTally? _days;

    private DayTally Days => (_days ??= new()).Begin(_definitions.Zone);

    private static void Tell(DayTally days, in Moment moment, List<Effect> effects)
    {
        foreach (var (day, figures) in days.Differences())
        {
            effects.Add(new()
            {
                Kind = EffectKind.OrdersMoved,
                Offset = moment.Offset,
                At = moment.Now,
                EventAt = moment.EventAt,
                Cause = moment.Cause,
                Day = new(day, figures),
            });
        }
    }
}
