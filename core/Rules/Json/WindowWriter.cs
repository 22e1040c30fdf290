using System.Text.Json;
using Crm.Core.Rules.Text;
using Crm.Core.Values;

namespace Crm.Core.Rules.Json;

/// <summary>The member "window"; none where it is ever.</summary>
internal static class WindowWriter
{
    public static void Write(Utf8JsonWriter writer, Window? window)
    {
        if (window is null)
        {
            return;
        }

        writer.WriteStartObject("window");
        switch (window)
        {
            case LastWindow last:
                writer.WriteString("last", last.Length.ToIsoString());
                break;
            case AgoWindow ago:
                RuleWriter.WriteParts(writer, "ago", [ago.Least, ago.Most], static (writer, length) => writer.WriteStringValue(length.ToIsoString()));
                break;
            case DateWindow dates:
                Write(writer, "from", dates.From);
                if (!dates.To.IsMissing)
                {
                    Write(writer, "to", dates.To);
                }

                break;
            case CalendarWindow calendar:
                writer.WriteString("calendar", Windows.Of(calendar.Period).Json);
                break;
            default:
                throw new ArgumentException($"Not a window that has a JSON form: {window}", nameof(window));
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, Value date) =>
        writer.WriteString(name, date.Kind == ValueKind.Instant ? date.AsInstant.ToString() : date.AsText);
}
