using System.Collections.Immutable;
using System.Text.Json;
using Crm.Core.Profiles;

namespace Crm.Core.Rules.Json;

/// <summary>The canonical JSON of a rule.</summary>
internal static class RuleWriter
{
    public static void Write(Utf8JsonWriter writer, Rule rule)
    {
        if (rule switch { AllRule all => all.Parts, AnyRule any => any.Parts, _ => [] } is [var only])
        {
            Write(writer, only);
            return;
        }

        writer.WriteStartObject();
        WriteMembers(writer, rule);
        writer.WriteEndObject();
    }

    internal static void WriteParts<T>(Utf8JsonWriter writer, string name, ImmutableArray<T> parts, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (var part in parts)
        {
            write(writer, part);
        }

        writer.WriteEndArray();
    }

    private static void WriteConsent(Utf8JsonWriter writer, ConsentRule consent)
    {
        writer.WriteString("consent", consent.Channel.Name());
        if (consent.Purpose is { } purpose)
        {
            writer.WriteString("purpose", purpose);
        }

        writer.WriteString("is", consent.State.Name());
    }

    private static void WriteSteady(Utf8JsonWriter writer, SteadyRule steady)
    {
        writer.WriteString("steady", steady.Field);
        writer.WritePropertyName("is");
        ComparisonWriter.Write(writer, steady.Value);
        writer.WriteString("op", steady.Operator == AgeOperator.MoreThan ? "longerThan" : "shorterThan");
        writer.WriteString("value", steady.Age.ToIsoString());
    }

    private static void WriteMembers(Utf8JsonWriter writer, Rule rule)
    {
        switch (rule)
        {
            case AllRule { Parts.Length: > 1 } all:
                WriteParts(writer, "all", all.Parts, Write);
                break;
            case AnyRule { Parts.Length: > 1 } any:
                WriteParts(writer, "any", any.Parts, Write);
                break;
            case NotRule not:
                writer.WritePropertyName("not");
                Write(writer, not.Part);
                break;
            case EveryoneRule:
                writer.WriteBoolean("everyone", true);
                break;
            case FieldRule field:
                writer.WriteString("field", field.Field);
                ComparisonWriter.Write(writer, field.Comparison);
                break;
            case TagRule tag:
                writer.WriteString("tag", tag.Tag);
                break;
            case ConsentRule consent:
                WriteConsent(writer, consent);
                break;
            case CanReceiveRule can:
                writer.WriteString("canReceive", can.Channel.Name());
                break;
            case TopRule top:
                writer.WriteNumber("top", top.Share.Percent);
                writer.WriteString("by", top.Share.Field);
                break;
            case SteadyRule steady:
                WriteSteady(writer, steady);
                break;
            case var _ when DefinitionWriter.TryWrite(writer, rule):
                break;
            default:
                EventWriter.Write(writer, rule);
                break;
        }
    }
}
