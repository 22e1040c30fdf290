using System.Collections;
using System.Reflection;
using Crm.Core.Values;

namespace Crm.Core.Tests.Rules.Evaluation.Random;

/// <summary>A rule in words for a failure's message.</summary>
internal static class LeafText
{
    public static string Of(object? part) => part switch
    {
        null => "-",
        string or ValueType and not Value when part.GetType().Name is not "ImmutableArray`1" => part.ToString()!,
        Value value => $"{value.Kind}({(value.Kind == ValueKind.Text ? value.AsText : value.Kind == ValueKind.Instant ? value.AsInstant.ToString() : value.AsNumber)})",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Of))}]",
        _ => $"{part.GetType().Name}({string.Join(", ", Members(part))})",
    };

    private static IEnumerable<string> Members(object part) => part.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetIndexParameters().Length == 0).Select(property => Of(property.GetValue(part)));
}
