using System.Text.Json;
using Crm.Core.Rules.Text;

namespace Crm.Core.Rules.Json;

/// <summary>The members of rules about messages, forms, and other definitions of the store.</summary>
internal static class DefinitionWriter
{
    public static bool TryWrite(Utf8JsonWriter writer, Rule rule)
    {
        switch (rule)
        {
            case MessageRule message:
                Write(writer, message);
                return true;
            case FormRule form:
                writer.WriteString("form", form.Form);
                EventWriter.Write(writer, form.Times);
                WindowWriter.Write(writer, form.Window);
                return true;
            case SegmentRule segment:
                writer.WriteString("segment", segment.Segment);
                return true;
            case SegmentChangeRule change:
                writer.WriteString("segmentChange", change.Entered ? "entered" : "left");
                writer.WriteString("segment", change.Segment);
                WindowWriter.Write(writer, change.Window);
                return true;
            case ListRule list:
                writer.WriteString("list", list.List);
                return true;
            case JourneyRule journey:
                writer.WriteString("journey", journey.Automation);
                return true;
            default:
                return false;
        }
    }

    private static void Write(Utf8JsonWriter writer, MessageRule rule)
    {
        writer.WriteString("message", Array.Find(Messages.All, form => form.Action == rule.Action).Json);
        writer.WriteString("id", rule.Message);
        if (rule.Link is { } link)
        {
            writer.WriteString("link", link);
        }

        EventWriter.Write(writer, rule.Times);
        WindowWriter.Write(writer, rule.Window);
    }
}
