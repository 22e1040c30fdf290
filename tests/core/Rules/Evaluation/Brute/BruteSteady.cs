using Crm.Core.Rules;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Tests.Rules.Evaluation.Brute;

/// <summary>Since when a field is what it is, from all that it was ever set to.</summary>
internal static class BruteSteady
{
    public static bool Holds(SteadyRule rule, IEnumerable<(string Field, Value Value, Instant At)> changes, Instant now, TimeZoneInfo zone)
    {
        Instant? since = null;
        foreach (var (_, value, at) in changes.Where(change => change.Field == rule.Field))
        {
            var holds = BruteComparison.Holds(new(ComparisonOperator.Equal) { Value = rule.Value }, [BruteComparison.Unwrap(value)], now, zone);
            since = holds ? since ?? at : null;
        }

        return since is { } from && (rule.Age.AddTo(from, zone) <= now) == (rule.Operator == AgeOperator.MoreThan);
    }
}
