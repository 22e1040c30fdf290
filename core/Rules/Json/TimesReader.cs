using System.Text.Json;
using Crm.Core.Rules.Text;

namespace Crm.Core.Rules.Json;

/// <summary>"times": how often.</summary>
internal static class TimesReader
{
    public static Times Read(Errors errors, Node? node)
    {
        if (node is null)
        {
            return Times.AtLeastOnce;
        }

        errors.ExpectMembers(node, "op", "n");
        var op = errors.NeededText(node, "op", "one of >=, <= and =");
        var form = Array.Find(Operators.Times, form => form.Json == op);
        errors.Among(node["op"], [.. Operators.Times.Select(static form => form.Json)]);
        var count = errors.Needed(node, "n", "a whole number");
        var least = form.Operator == TimesOperator.AtLeast ? 1 : 0;
        if (count.Kind != JsonTokenType.Number || count.Number < least || count.Number > RuleLimits.MaxTimes || decimal.Truncate(count.Number) != count.Number)
        {
            errors.Fail(count, "Not a number of times", $"a whole number from {least} to {RuleLimits.MaxTimes}");
            return Times.AtLeastOnce;
        }

        return new(form.Operator, (int)count.Number);
    }
}
