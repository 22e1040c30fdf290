using Crm.Core.Customers;
using Crm.Core.Time;

namespace Crm.Core.Simulation;

/// <summary>A customer entered or left a segment in a <see cref="Simulator"/>.</summary>
/// <param name="At">The exact instant of a wake-up; of an event or a definition the now.</param>
/// <param name="Customer">Such as <c>u:2261</c>.</param>
/// <param name="Segment">Its id.</param>
/// <param name="Entered">False where the customer left.</param>
/// <param name="Cause">Why.</param>
public sealed record SimulatedChange(Instant At, string Customer, string Segment, bool Entered, Cause Cause)
{
    public override string ToString() => $"{At} {Customer} {(Entered ? "entered" : "left")} {Segment}";
}

/// <summary>An effect and whose it is, in the order in which the simulation brought them about.</summary>
public sealed record SimulatedEffect(string Customer, Effect Effect);
