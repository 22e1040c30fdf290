using System.Text.Json;

namespace Crm.Cli.Replay;

/// <summary>What a first look over the file gives: how long it is, and the last instant that it names.</summary>
internal sealed record Survey(int Lines, DateTimeOffset Last)
{
    private static readonly string[] Dates = ["at", "originalTimestamp", "timestamp"];

    public static Survey Of(IEnumerable<string> lines)
    {
        var (count, last) = (0, DateTimeOffset.MinValue);
        foreach (var line in lines)
        {
            count++;
            if (Date(line) is { } at && at > last)
                last = at;
        }
        return new(count, last);
    }

    /// <summary>Null for a line that is wrong: the replay itself reports it.</summary>
    private static DateTimeOffset? Date(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            foreach (var name in Dates)
            {
                if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value)
                    && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var at))
                    return at;
            }
        }
        catch (JsonException)
        {
        }
        return null;
    }
}
