using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Rules;

/// <summary>The field or trait is this value and has been for longer, or not for so long. The same value again does not begin anew.</summary>
public sealed record SteadyRule(string Field, Value Value, AgeOperator Operator, CalendarDuration Age) : Rule;
