using System.Text.Json;
using System.Text.RegularExpressions;

namespace Crm.Silo.Tests.Telemetry;

/// <summary>A query of a dashboard or an alert, and where it stands.</summary>
/// <param name="Legend">By which a dashboard names its series; empty for an alert.</param>
internal sealed partial record DeployedQuery(string Where, string Expression, string Legend)
{
    /// <summary>Labels that Prometheus itself gives to what it scrapes, or to a histogram's buckets.</summary>
    private static readonly string[] Given = ["instance", "job", "le"];

    /// <summary>.NET declares it a counter, though it is how many there are.</summary>
    private const string Level = "dotnet_thread_pool_thread_count_total";

    public static IReadOnlyList<DeployedQuery> OfDashboard()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy/grafana/crm-overview.json")));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(static panel => panel.TryGetProperty("targets", out _))
            .SelectMany(static panel => panel.GetProperty("targets").EnumerateArray().Select(target => new DeployedQuery(
                panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!, target.GetProperty("legendFormat").GetString()!)))];
    }

    /// <summary>The metrics by which Kubernetes is to scale: what is asked, and what is served for it.</summary>
    public static IReadOnlyList<string> NamesOfAutoscaling() => [.. new[] { "autoscaling", "adapter-values" }.Select(
        static file => OurName().Match(File.ReadAllText(Path.Combine(Repository.Root, $"deploy/kubernetes/{file}.yaml"))).Value)];

    /// <summary>As promtool reads them: the alerts of a running server.</summary>
    public static IReadOnlyList<DeployedQuery> OfRules(JsonElement rules) =>
        [.. rules.GetProperty("groups").EnumerateArray().SelectMany(static group => group.GetProperty("rules").EnumerateArray())
            .Select(static rule => new DeployedQuery(rule.GetProperty("name").GetString()!, rule.GetProperty("query").GetString()!, ""))];

    /// <summary>With Grafana's variables as they would be, over the last seconds.</summary>
    public string Concrete => Expression.Replace("$__rate_interval", "30s", StringComparison.Ordinal).Replace("$instance", ".*", StringComparison.Ordinal);

    /// <summary>What it names and the silo does not have.</summary>
    public IEnumerable<string> Missing(Exposition metrics)
    {
        var known = new HashSet<string>(Given);
        foreach (Match selector in Selector().Matches(By().Replace(Expression, "")))
        {
            var (name, function) = (selector.Groups["name"].Value, selector.Groups["function"].Value);
            if (name == "up")
            {
                continue;
            }

            if (metrics.Find(name) is not { } family)
            {
                yield return $"{Where}: there is no {name}";
                continue;
            }

            known.UnionWith(family.Labels);
            if (function is "rate" or "increase" == (family.Type == "gauge" || name == Level))
            {
                yield return $"{Where}: {name} is a {family.Type}, in {(function.Length == 0 ? "no function" : function)}";
            }

            foreach (var label in Matchers().Matches(selector.Groups["labels"].Value).Select(static label => label.Groups[1].Value).Where(label => !Given.Contains(label) && !family.Labels.Contains(label)))
            {
                yield return $"{Where}: {name} has no label {label}";
            }
        }

        foreach (var label in By().Matches(Expression).SelectMany(static by => by.Groups[1].Value.Split(", ")).Concat(Named().Matches(Legend).Select(static named => named.Groups[1].Value)))
        {
            if (!known.Contains(label))
            {
                yield return $"{Where}: no series has the label {label}";
            }
        }
    }

    [GeneratedRegex("""(?:(?<function>rate|increase|deriv)\()?\b(?<name>(?:crm|dotnet|http|db|kestrel)_\w+|up\b)(?:\{(?<labels>[^}]*)\})?""")]
    private static partial Regex Selector();

    [GeneratedRegex(@"\bcrm_\w+")]
    private static partial Regex OurName();

    [GeneratedRegex("""(\w+)(?:=~|!=|!~|=)""")]
    private static partial Regex Matchers();

    [GeneratedRegex(@"by \(([^)]+)\)")]
    private static partial Regex By();

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Named();
}
