using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Crm.Core.Time;
using Crm.Ingest.Commits;

namespace Crm.Postgres.Commits;

/// <summary>The stores' contexts as they stand in the partition's row: <c>{"demo":{"now":1485630413000,"definitions":3}}</c>.</summary>
internal static class StoreContexts
{
    public static string Write(ImmutableDictionary<string, StoreContext> stores)
    {
        var buffer = new ArrayBufferWriter<byte>(64 + 64 * stores.Count);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, context) in stores)
            {
                writer.WriteStartObject(name);
                writer.WriteNumber("now", context.Now.Milliseconds);
                writer.WriteNumber("definitions", context.Definitions);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static ImmutableDictionary<string, StoreContext> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var stores = ImmutableDictionary.CreateBuilder<string, StoreContext>();
        foreach (var store in document.RootElement.EnumerateObject())
        {
            stores.Add(store.Name, new(new Instant(store.Value.GetProperty("now").GetInt64()), store.Value.GetProperty("definitions").GetInt32()));
        }

        return stores.ToImmutable();
    }
}
