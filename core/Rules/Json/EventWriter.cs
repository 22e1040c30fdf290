using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Rules.Text;

namespace Crm.Core.Rules.Json;

/// <summary>The members of rules about what a customer did.</summary>
internal static class EventWriter
{
    public static void Write(Utf8JsonWriter writer, Rule rule)
    {
        switch (rule)
        {
            case DidRule did:
                Write(writer, "did", did.Event);
                Write(writer, did.Times);
                WindowWriter.Write(writer, did.Window);
                break;
            case FirstTimeRule first:
                Write(writer, "did", first.Event);
                writer.WriteBoolean("first", true);
                WindowWriter.Write(writer, first.Window);
                break;
            case RecencyRule recency:
                writer.WriteString("recency", recency.Which == Occurrence.First ? "first" : "last");
                Write(writer, "of", recency.Event);
                writer.WriteString("op", recency.Operator == AgeOperator.MoreThan ? "olderThan" : "newerThan");
                writer.WriteString("value", recency.Age.ToIsoString());
                break;
            case SequenceRule sequence:
                Write(writer, sequence);
                break;
            case AggregateRule aggregate:
                writer.WriteString("aggregate", Array.Find(Aggregates.All, form => form.Kind == aggregate.Kind).Json);
                writer.WriteString("property", aggregate.Property);
                Write(writer, "of", aggregate.Event);
                WindowWriter.Write(writer, aggregate.Window);
                ComparisonWriter.Write(writer, aggregate.Comparison);
                break;
            case SameRule same:
                writer.WriteString("same", same.Property);
                Write(writer, "of", same.Event);
                WriteTimes(writer, new(TimesOperator.AtLeast, same.Count));
                WindowWriter.Write(writer, same.Window);
                break;
            default:
                throw new ArgumentException($"Not a rule that has a JSON form: {rule}", nameof(rule));
        }
    }

    private static void Write(Utf8JsonWriter writer, SequenceRule rule)
    {
        writer.WriteStartArray("sequence");
        foreach (var step in rule.Steps)
        {
            WriteStep(writer, "did", step);
        }

        if (rule.ThenNot is { } not)
        {
            WriteStep(writer, "didNot", not);
        }

        writer.WriteEndArray();
        if (rule.Within is { } within)
        {
            writer.WriteString("within", within.ToIsoString());
        }

        WindowWriter.Write(writer, rule.Window);
    }

    private static void WriteStep(Utf8JsonWriter writer, string name, EventPattern step)
    {
        writer.WriteStartObject();
        Write(writer, name, step);
        writer.WriteEndObject();
    }

    /// <summary>E under a name, and its condition under "where".</summary>
    internal static void Write(Utf8JsonWriter writer, string name, EventPattern pattern)
    {
        if (pattern.Type != EventType.Track)
        {
            writer.WriteStartObject(name);
            writer.WriteString(pattern.Type == EventType.Page ? "page" : "screen", pattern.Names[0]);
            writer.WriteEndObject();
        }
        else if (pattern.Names is [var only])
        {
            writer.WriteString(name, only);
        }
        else
        {
            RuleWriter.WriteParts(writer, name, pattern.Names, static (writer, name) => writer.WriteStringValue(name));
        }

        if (pattern.Where is { } where)
        {
            writer.WritePropertyName("where");
            PredicateWriter.Write(writer, where);
        }
    }

    internal static void Write(Utf8JsonWriter writer, Times times)
    {
        if (times != Times.AtLeastOnce)
        {
            WriteTimes(writer, times);
        }
    }

    private static void WriteTimes(Utf8JsonWriter writer, Times times)
    {
        writer.WriteStartObject("times");
        writer.WriteString("op", Array.Find(Operators.Times, form => form.Operator == times.Operator).Json);
        writer.WriteNumber("n", times.Count);
        writer.WriteEndObject();
    }
}
