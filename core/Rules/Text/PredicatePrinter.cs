namespace Crm.Core.Rules.Text;

/// <summary>The canonical text of conditions on properties.</summary>
internal static class PredicatePrinter
{
    /// <summary>As it follows "where": anything but a single comparison in parentheses.</summary>
    public static string Where(Predicate predicate) => predicate switch
    {
        AllPredicate { Parts: [var only] } => Where(only),
        AnyPredicate { Parts: [var only] } => Where(only),
        PropertyPredicate or ElementPredicate => Print(predicate),
        _ => $"({Print(predicate)})",
    };

    private static string Print(Predicate predicate) => predicate switch
    {
        AllPredicate { Parts: [var only] } => Print(only),
        AnyPredicate { Parts: [var only] } => Print(only),
        AllPredicate { Parts.Length: > 1 } all => RulePrinter.Join(" and ", all.Parts, Nested),
        AnyPredicate { Parts.Length: > 1 } any => RulePrinter.Join(" or ", any.Parts, static part => part is AllPredicate { Parts.Length: > 1 } ? Print(part) : Nested(part)),
        NotPredicate not => $"not {Nested(not.Part)}",
        PropertyPredicate property => $"{Names.Print(property.Path)} {ComparisonPrinter.Print(property.Comparison)}",
        ElementPredicate element => $"{Names.Print(element.Path)} ({Print(element.Inner)})",
        _ => throw new ArgumentException($"Not a condition that has a text form: {predicate}", nameof(predicate)),
    };

    private static string Nested(Predicate part) => part switch
    {
        AllPredicate { Parts: [var only] } => Nested(only),
        AnyPredicate { Parts: [var only] } => Nested(only),
        AllPredicate or AnyPredicate => $"({Print(part)})",
        _ => Print(part),
    };
}
