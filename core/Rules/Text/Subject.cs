using System.Globalization;
using Crm.Core.Customers;
using Crm.Core.Values;

namespace Crm.Core.Rules.Text;

/// <summary>
/// What is compared: a field with the kind that it always has, or a trait or property whose kind is known only when it comes
/// (<see cref="ValueKind.Missing"/>). It decides what a written value means, the same for both forms.
/// </summary>
internal readonly record struct Subject(string Name, ValueKind Kind)
{
    /// <summary>The field in its own spelling, or the trait; null for an unknown name.</summary>
    public static Subject? Field(string name)
    {
        if (CustomerFields.IndexOf(name) is >= 0 and var index)
        {
            return new(CustomerFields.All[index].Name, CustomerFields.All[index].Kind);
        }

        return name.StartsWith(CustomerFields.TraitPrefix, StringComparison.OrdinalIgnoreCase) && Names.IsPath(name)
            ? new($"{CustomerFields.TraitPrefix}{name.AsSpan(CustomerFields.TraitPrefix.Length)}", ValueKind.Missing)
            : null;
    }

    private const string Birthday = "birthday";

    /// <summary>What goes by the calendar and not by what happens.</summary>
    public bool IsYearly => Name is Birthday or "age";

    public static string NotSteady(string name) => $"'{name}' goes by the calendar: 'has been' cannot ask for it";

    public static Subject Property(string path) => new(path, ValueKind.Missing);

    /// <summary>Why the operator cannot be used here; null if it can.</summary>
    public string? Problem(OperatorForm form, string written) => (form.Shape, Kind) switch
    {
        (OperandShape.Age or OperandShape.Date, ValueKind.Number or ValueKind.Text) => $"'{written}' compares dates, and '{Name}' is {Describe(Kind)}",
        (OperandShape.Text or OperandShape.Pattern, ValueKind.Number or ValueKind.Instant) => $"'{written}' compares text, and '{Name}' is {Describe(Kind)}",
        _ when Name == Birthday && form.Operator is not (ComparisonOperator.WithinNext or ComparisonOperator.Known or ComparisonOperator.Unknown) =>
            $"'{Birthday}' comes every year: it takes 'in the next', 'is known' and 'is unknown', and 'birthDate' what compares dates",
        _ => null,
    };

    /// <summary>The written value as the tree keeps it; missing, with what is expected instead, if it does not suit.</summary>
    public Value Settle(OperatorForm form, Value written, out string? expected)
    {
        var isDate = Kind == ValueKind.Instant || form.Shape == OperandShape.Date;
        var isNumber = written.Kind == ValueKind.Number || decimal.TryParse(written.AsText, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        expected = isDate ? DateText.Expected : Kind == ValueKind.Number ? "a number" : form.Shape == OperandShape.Text ? "a text in quotes" : "a value";
        return (form.Shape, Kind) switch
        {
            _ when isDate => written.Kind == ValueKind.Text ? DateText.Read(written.AsText) : default,
            (OperandShape.Text, _) => written.Kind == ValueKind.Text ? written : default,
            (_, ValueKind.Number) => isNumber ? written : default,
            (_, ValueKind.Missing) when IsOrder(form.Operator) && DateText.ReadInstant(written.AsText) is { IsMissing: false } instant => instant,
            _ => written,
        };
    }

    /// <summary>Only an order makes a date of a text that looks like one: equality is of the text as it came.</summary>
    private static bool IsOrder(ComparisonOperator op) => op is
        ComparisonOperator.Less or ComparisonOperator.LessOrEqual or ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual or ComparisonOperator.Between;

    private static string Describe(ValueKind kind) => kind switch
    {
        ValueKind.Number => "a number",
        ValueKind.Instant => "a date",
        _ => "text",
    };
}
