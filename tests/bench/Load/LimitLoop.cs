using System.Diagnostics;
using System.Text.Json;

namespace Crm.Bench.Load;

/// <summary>The limit: one thread decodes the same bytes and adds them into a dictionary of figures; no rules, nothing durable.</summary>
internal static class LimitLoop
{
    public static double EventsPerSecond(IReadOnlyList<ReadOnlyMemory<byte>> events, TimeSpan duration)
    {
        var figures = new Dictionary<string, (long Count, decimal Revenue)>();
        var done = 0L;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < duration)
        {
            foreach (var bytes in events)
            {
                Add(bytes.Span, figures);
            }

            done += events.Count;
        }

        return done / clock.Elapsed.TotalSeconds;
    }

    private static void Add(ReadOnlySpan<byte> json, Dictionary<string, (long Count, decimal Revenue)> figures)
    {
        var reader = new Utf8JsonReader(json);
        Span<char> user = stackalloc char[64];
        var length = 0;
        var total = 0m;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.ValueTextEquals("userId"u8) && reader.Read())
            {
                length = reader.CopyString(user);
            }
            else if (reader.ValueTextEquals("total"u8) && reader.Read())
            {
                total = reader.GetDecimal();
            }
        }

        var lookup = figures.GetAlternateLookup<ReadOnlySpan<char>>();
        var key = user[..length];
        lookup.TryGetValue(key, out var known);
        lookup[key] = (known.Count + 1, known.Revenue + total);
    }
}
