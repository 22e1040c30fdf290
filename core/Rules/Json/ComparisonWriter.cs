using System.Text.Json;
using Crm.Core.Rules.Text;
using Crm.Core.Values;

namespace Crm.Core.Rules.Json;

/// <summary>The members "op" and "value".</summary>
internal static class ComparisonWriter
{
    public static void Write(Utf8JsonWriter writer, Comparison comparison)
    {
        var form = Operators.Of(comparison.Operator);
        writer.WriteString("op", form.Json);
        switch (form.Shape)
        {
            case OperandShape.None:
                break;
            case OperandShape.List:
                RuleWriter.WriteParts(writer, "value", comparison.Values, Write);
                break;
            case OperandShape.Range:
                RuleWriter.WriteParts(writer, "value", [comparison.Low, comparison.High], Write);
                break;
            case OperandShape.Age:
                writer.WriteString("value", comparison.Age.ToIsoString());
                break;
            default:
                writer.WritePropertyName("value");
                Write(writer, comparison.Value);
                break;
        }
    }

    internal static void Write(Utf8JsonWriter writer, Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Text:
                writer.WriteStringValue(value.AsText);
                break;
            case ValueKind.Number:
                writer.WriteNumberValue(ComparisonPrinter.Trim(value.AsNumber));
                break;
            case ValueKind.Boolean:
                writer.WriteBooleanValue(value.AsBoolean);
                break;
            case ValueKind.Instant:
                writer.WriteStringValue(value.AsInstant.ToString());
                break;
            default:
                throw new ArgumentException("A comparison without a value");
        }
    }
}
