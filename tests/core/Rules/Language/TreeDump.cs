using System.Collections;
using System.Globalization;
using System.Reflection;
using Crm.Core.Rules.Text;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Tests.Rules.Language;

/// <summary>Every member of a tree as text, independent of the printers: what they might both forget would show here.</summary>
internal static class TreeDump
{
    public static string Of(object? part) => part switch
    {
        null => "null",
        string text => $"\"{text}\"",
        CalendarDuration length => $"{length.Months}m{length.Milliseconds}ms",
        Value value => string.Create(CultureInfo.InvariantCulture, $"{value.Kind}:{value.AsText}:{ComparisonPrinter.Trim(value.AsNumber)}"),
        Enum or int => part.ToString()!,
        IEnumerable parts => $"[{string.Join(", ", parts.Cast<object>().Select(Of))}]",
        _ => $"{part.GetType().Name}({string.Join(", ", part.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => $"{property.Name}={Of(property.GetValue(part))}"))})",
    };
}
