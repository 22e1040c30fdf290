using System.Text.Json;

namespace Crm.Core.Rules.Json;

/// <summary>The canonical JSON of conditions on properties.</summary>
internal static class PredicateWriter
{
    public static void Write(Utf8JsonWriter writer, Predicate predicate)
    {
        if (predicate switch { AllPredicate all => all.Parts, AnyPredicate any => any.Parts, _ => [] } is [var only])
        {
            Write(writer, only);
            return;
        }

        writer.WriteStartObject();
        WriteMembers(writer, predicate);
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, Predicate predicate)
    {
        switch (predicate)
        {
            case AllPredicate { Parts.Length: > 1 } all:
                RuleWriter.WriteParts(writer, "all", all.Parts, Write);
                break;
            case AnyPredicate { Parts.Length: > 1 } any:
                RuleWriter.WriteParts(writer, "any", any.Parts, Write);
                break;
            case NotPredicate not:
                writer.WritePropertyName("not");
                Write(writer, not.Part);
                break;
            case PropertyPredicate property:
                writer.WriteString("property", property.Path);
                ComparisonWriter.Write(writer, property.Comparison);
                break;
            case ElementPredicate element:
                writer.WriteString("property", element.Path);
                writer.WritePropertyName("has");
                Write(writer, element.Inner);
                break;
            default:
                throw new ArgumentException($"Not a condition that has a JSON form: {predicate}", nameof(predicate));
        }
    }
}
