using System.Text.Json;
using Crm.Core.Rules;
using Crm.Core.Rules.Json;
using Crm.Core.Time;

namespace Crm.Core.Automations;

/// <summary>An automation as JSON; what <see cref="AutomationReader"/> reads.</summary>
public static class AutomationJson
{
    /// <summary>As it is stored: whole, its rules as <see cref="RuleDocument"/>.</summary>
    public static void Write(Utf8JsonWriter writer, AutomationDefinition automation)
    {
        writer.WriteStartObject();
        writer.WriteString("id", automation.Id);
        writer.WriteNumber("version", automation.Version);
        writer.WriteString("state", automation.State.ToString());
        WriteContent(writer, automation, RuleDocument.Write);
        writer.WriteEndObject();
    }

    /// <summary>The members that a store gives, their rules in the JSON form of the language.</summary>
    public static void WriteContent(Utf8JsonWriter writer, AutomationDefinition automation) => WriteContent(writer, automation, RuleJson.Write);

    /// <exception cref="FormatException">It is not what <see cref="Write"/> wrote.</exception>
    public static AutomationDefinition Read(JsonElement stored)
    {
        var read = AutomationReader.Read(stored, stored.GetProperty("id").GetString()!);
        return (read.Automation ?? throw new FormatException($"A stored automation cannot be read: {read.Errors[0]}")) with
        {
            Version = stored.GetProperty("version").GetInt32(),
            State = Enum.Parse<AutomationState>(stored.GetProperty("state").GetString()!),
        };
    }

    /// <summary>An object with what <see cref="WriteContent(Utf8JsonWriter, AutomationDefinition)"/> writes.</summary>
    public static string ToText(AutomationDefinition automation) => RuleJson.ToText(automation, static (writer, automation) =>
    {
        writer.WriteStartObject();
        WriteContent(writer, automation);
        writer.WriteEndObject();
    });

    /// <summary>Whether two are the same but for name, version and state.</summary>
    public static bool SameContent(AutomationDefinition left, AutomationDefinition right) => ToText(left with { Name = "" }) == ToText(right with { Name = "" });

    private static void WriteContent(Utf8JsonWriter writer, AutomationDefinition automation, Action<Utf8JsonWriter, Rule> rule)
    {
        writer.WriteString("name", automation.Name);
        writer.WritePropertyName("trigger");
        WriteTrigger(writer, automation.Trigger);
        WriteRule(writer, "condition", automation.Condition, rule);
        WriteRule(writer, "exit", automation.Exit, rule);
        WriteDuration(writer, "again", automation.Again);
        writer.WriteStartArray("steps");
        foreach (var step in automation.Steps)
        {
            writer.WriteStartObject();
            writer.WriteString("id", step.Id);
            WriteStep(writer, step, rule);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTrigger(Utf8JsonWriter writer, AutomationTrigger trigger)
    {
        writer.WriteStartObject();
        switch (trigger)
        {
            case SegmentTrigger segment:
                writer.WriteString(segment.Entered ? "entered" : "left", segment.Segment);
                break;
            case EventTrigger e:
                EventWriter.Write(writer, "event", e.Event);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteStep(Utf8JsonWriter writer, AutomationStep step, Action<Utf8JsonWriter, Rule> rule)
    {
        switch (step)
        {
            case WaitStep wait:
                WriteDuration(writer, "wait", wait.For);
                break;
            case WaitUntilStep wait:
                WriteRule(writer, "waitUntil", wait.Until, rule);
                WriteDuration(writer, "orAfter", wait.OrAfter);
                break;
            case WebhookStep webhook:
                writer.WriteStartObject("webhook");
                writer.WriteString("url", webhook.Url.OriginalString);
                writer.WriteEndObject();
                break;
            case TagStep tag:
                writer.WriteStartObject("tag");
                WriteAll(writer, "add", tag.Add);
                WriteAll(writer, "remove", tag.Remove);
                writer.WriteEndObject();
                break;
            case LogStep log:
                writer.WriteString("log", log.Text);
                break;
        }
    }

    private static void WriteRule(Utf8JsonWriter writer, string name, Rule? value, Action<Utf8JsonWriter, Rule> rule)
    {
        if (value is not null)
        {
            writer.WritePropertyName(name);
            rule(writer, value);
        }
    }

    private static void WriteDuration(Utf8JsonWriter writer, string name, CalendarDuration? duration)
    {
        if (duration is { } length)
        {
            writer.WriteString(name, length.ToIsoString());
        }
    }

    private static void WriteAll(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
