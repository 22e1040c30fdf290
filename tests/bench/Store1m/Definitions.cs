using System.Globalization;

namespace Crm.Bench.Store1m;

/// <summary>What a large store has: segments of which two fifths change by time alone, and ten automations.</summary>
internal static class Definitions
{
    public const string Probe = "probe";

    private static readonly string[] Windowed =
    [
        "did \"Product Viewed\" at least 3 times in the last 7 days",
        "did \"Product Viewed\" at least 10 times in the last 1 hour",
        "did \"Product Added\" then not \"Order Completed\" within 2 hours",
        "last \"Order Completed\" more than 30 days ago",
        "did \"Order Completed\" in the last 1 day",
        "did \"Products Searched\" at least 2 times in the last 24 hours",
        "lastSeen more than 1 day ago",
        "firstSeen less than 1 hour ago",
        "did \"Cart Viewed\" then not \"Order Completed\" within 1 hour",
        "did \"Product Added\" at least 3 times in the last 3 days",
    ];

    private static readonly string[] Lasting =
    [
        "orders >= 3", "revenue >= 500", "rfm in (\"Champions\", \"Loyal Customers\")", "cart.value > 50",
        "did \"Order Completed\" where products.category = \"Shoes\"", "did \"Product Viewed\" where category = \"Shoes\" at least 5 times",
        "channel = \"web\"", "averageOrder > 200", "orders = 0 and did \"Product Added\"", "language = \"pt-BR\" and sessions >= 2", "email is known",
        "did \"Product Viewed\" then \"Product Added\" then \"Order Completed\"", "country = \"BR\"", "revenue >= 2000", "orders >= 10",
    ];

    /// <summary>As many as asked, 2 in 5 with a time window: one of the lists above, or of an event of its own, which few customers have.</summary>
    public static IEnumerable<(string Id, string Rule)> Segments(int count)
    {
        for (var i = 0; i < count - 1; i++) // the probe is one of them
        {
            yield return ($"s{i + 1:0000}", i % 5 < 2 ? Rule(Windowed, i / 5 * 2 + i % 5, " in the last 2 days") : Rule(Lasting, i / 5 * 3 + i % 5 - 2, ""));
        }

        yield return (Probe, "has tag \"probe\"");
    }

    /// <summary>By id, as the API takes them. Their actions are log lines, so that nothing but the system is measured.</summary>
    public static IEnumerable<(string Id, string Json)> Automations(int count) => Enumerable.Range(1, count).Select(static number => ($"a{number:00}", Automation(number)));

    private static string Rule(string[] rules, int index, string window) => index < rules.Length
        ? rules[index]
        : string.Create(CultureInfo.InvariantCulture, $"did \"Event {10 + index % 990}\" at least {2 + index % 3} times{window}");

    private static string Automation(int number) => number switch
    {
        1 => """{"name":"Abandoned cart","trigger":{"event":"Product Added"},"exit":"cart.items = 0","steps":[{"wait":"PT2H"},{"log":"remind"}]}""",
        2 => """{"name":"First order","trigger":{"event":"Order Completed"},"condition":"orders = 1","steps":[{"log":"welcome"}]}""",
        3 => """{"name":"Won over","trigger":{"entered":"s0003"},"steps":[{"wait":"P1D"},{"tag":{"add":["won"]}}]}""",
        _ => $$"""{"name":"On event {{number}}","trigger":{"event":"Event {{number * 3}}"},"condition":"orders >= 1","steps":[{"wait":"PT1H"},{"log":"done"}]}""",
    };
}
