using System.Text.RegularExpressions;

namespace Crm.Silo.Tests.Telemetry;

/// <summary>What an answer of /metrics says there is: families with their type and label names.</summary>
internal sealed partial class Exposition
{
    private readonly Dictionary<string, (string Type, HashSet<string> Labels)> _families = [];

    public Exposition(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var parts = line.Split(' ');
                _families[parts[2]] = (parts[3], []);
            }
            else if (line[0] != '#' && Series().Match(line) is { Success: true } series)
            {
                var labels = Label().Matches(series.Groups["labels"].Value).Select(static label => label.Groups[1].Value);
                Find(series.Groups["name"].Value)!.Value.Labels.UnionWith(labels);
            }
        }
    }

    public IEnumerable<string> Names => _families.Keys;

    /// <returns>Type and label names of a series' family; null where there is none with a series.</returns>
    public (string Type, HashSet<string> Labels)? Find(string series) =>
        _families.TryGetValue(series, out var family) ? family
        : Part().Match(series) is { Success: true } part && _families.TryGetValue(part.Groups[1].Value, out var histogram) && histogram.Type == "histogram" ? histogram
        : null;

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][\w:]*)(\{(?<labels>.*)\})? \S+$""")]
    private static partial Regex Series();

    [GeneratedRegex("""(\w+)="(?:[^"\\]|\\.)*"[,}]?""")]
    private static partial Regex Label();

    [GeneratedRegex("^(.*)_(?:bucket|sum|count)$")]
    private static partial Regex Part();
}
