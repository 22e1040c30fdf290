using System.Collections.Immutable;
using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.Core.Rules.Text;

namespace Crm.Bench.Ingest;

/// <summary>Twenty segments, the first eight of which change by time alone; and one that the latency probe flips.</summary>
internal static class BenchSegments
{
    public const string Probe = "probe";

    private static readonly string[] Rules =
    [
        "did \"Product Viewed\" at least 3 times in the last 7 days",
        "did \"Product Viewed\" at least 10 times in the last 1 hour",
        "did \"Product Added\" then not \"Order Completed\" within 2 hours",
        "last \"Order Completed\" more than 30 days ago",
        "did \"Order Completed\" in the last 1 day",
        "did \"Products Searched\" at least 2 times in the last 24 hours",
        "lastSeen more than 1 day ago",
        "firstSeen less than 1 hour ago",
        "orders >= 3",
        "revenue >= 500",
        "rfm in (\"Champions\", \"Loyal Customers\")",
        "cart.value > 50",
        "did \"Order Completed\" where products.category = \"Shoes\"",
        "did \"Product Viewed\" where category = \"Shoes\" at least 5 times",
        "channel = \"web\"",
        "averageOrder > 200",
        "orders = 0 and did \"Product Added\"",
        "language = \"pt-BR\" and sessions >= 2",
        "email is known",
        "did \"Product Viewed\" then \"Product Added\" then \"Order Completed\"",
    ];

    public static int Count => Rules.Length;

    public static DefinitionSet Of(StoreSettings store) => new(store, 1, [.. Definitions()], RfmSettings.Default);

    private static ImmutableArray<SegmentDefinition> Definitions()
    {
        var all = ImmutableArray.CreateBuilder<SegmentDefinition>();
        for (var i = 0; i < Rules.Length; i++)
        {
            all.Add(new SegmentDefinition($"s{i + 1:00}", Rules[i], Parse(Rules[i]), 1));
        }

        all.Add(new SegmentDefinition(Probe, "The latency probe", Parse("has tag \"probe\""), 1));
        return all.ToImmutable();
    }

    private static Core.Rules.Rule Parse(string text) =>
        RuleText.Parse(text).Rule ?? throw new InvalidOperationException(RuleText.Parse(text).Errors[0].Message);
}
