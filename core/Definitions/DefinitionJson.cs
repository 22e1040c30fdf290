using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Crm.Core.Automations;
using Crm.Core.Profiles;
using Crm.Core.Rfm;
using Crm.Core.Rules.Json;

namespace Crm.Core.Definitions;

/// <summary>A definition version as it is stored: one JSON document that needs nothing beside it.</summary>
public static class DefinitionJson
{
    /// <summary>Of the document's form: 2 brought automations, 3 the settings of profiles, 4 those of RFM. Every earlier one is read.</summary>
    public const int Form = 4;

    public static string Write(DefinitionSet definitions)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("form", definitions.Rfm.IsPlain ? Form - 1 : Form); // a build before this one reads what it can
            writer.WriteNumber("version", definitions.Version);
            Write(writer, definitions.Store);
            writer.WriteStartArray("segments");
            foreach (var segment in definitions.Segments)
            {
                Write(writer, segment);
            }

            writer.WriteEndArray();
            writer.WritePropertyName("rfm");
            RfmSettingsJson.Write(writer, definitions.Rfm);
            writer.WriteStartArray("automations");
            foreach (var automation in definitions.Automations)
            {
                AutomationJson.Write(writer, automation);
            }

            writer.WriteEndArray();
            writer.WritePropertyName("profile");
            ProfileSettingsJson.Write(writer, definitions.Profile);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="FormatException">It is no such document, or of a form that this program does not know.</exception>
    public static DefinitionSet Read(string document)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            var root = json.RootElement;
            if (root.GetProperty("form").GetInt32() is var form && form is < 1 or > Form)
            {
                throw new FormatException($"A definition document has form {form}; this program knows up to {Form}.");
            }

            var segments = root.GetProperty("segments").EnumerateArray().Select(ReadSegment).ToImmutableArray();
            return new(ReadStore(root.GetProperty("store")), root.GetProperty("version").GetInt32(), segments, RfmSettingsJson.Read(root.GetProperty("rfm")))
            {
                Automations = form == 1 ? [] : [.. root.GetProperty("automations").EnumerateArray().Select(AutomationJson.Read)],
                Profile = form < 3 ? ProfileSettings.Default : ProfileSettingsJson.Read(root.GetProperty("profile")),
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("A stored definition document cannot be read.", exception);
        }
    }

    private static void Write(Utf8JsonWriter writer, StoreSettings store)
    {
        writer.WriteStartObject("store");
        writer.WriteString("name", store.Name);
        writer.WriteString("clock", store.Clock.ToString());
        writer.WriteString("zone", store.Zone);
        writer.WriteString("currency", store.Currency);
        writer.WriteEndObject();
    }

    private static StoreSettings ReadStore(JsonElement store) => new(
        Text(store, "name"), Enum.Parse<StoreClock>(Text(store, "clock")), Text(store, "zone"), Text(store, "currency"));

    private static void Write(Utf8JsonWriter writer, SegmentDefinition segment)
    {
        writer.WriteStartObject();
        writer.WriteString("id", segment.Id);
        writer.WriteString("name", segment.Name);
        writer.WriteNumber("version", segment.Version);
        writer.WritePropertyName("rule");
        RuleDocument.Write(writer, segment.Rule);
        writer.WriteEndObject();
    }

    private static SegmentDefinition ReadSegment(JsonElement segment)
    {
        var rule = RuleDocument.Parse(Encoding.UTF8.GetBytes(segment.GetProperty("rule").GetRawText())).Rule
            ?? throw new FormatException($"The stored rule of segment '{Text(segment, "id")}' cannot be read.");
        return new(Text(segment, "id"), Text(segment, "name"), rule, segment.GetProperty("version").GetInt32());
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null.");
}
