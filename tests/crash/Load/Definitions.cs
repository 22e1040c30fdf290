using System.Text.Json;

namespace Crm.Crash.Tests.Load;

/// <summary>What the stores are told, at the start and in mid-stream.</summary>
internal static class Definitions
{
    public static IEnumerable<Step> OfShop(string receiver) =>
    [
        Segment("viewers", "did \"Product Viewed\" at least 3 times in the last 7 days"),
        Segment("lapsed", "last \"Order Completed\" more than 30 days ago"),
        Segment("abandoned", "did \"Product Added\" then not \"Order Completed\" within 30 minutes"),
        Segment("good", "rfm in (\"Champions\", \"Loyal Customers\") or revenue >= 200"),
        .. Automation("cart", Cart("PT2H", receiver)),
        .. Automation("viewing", """{"name":"Viewing","trigger":{"entered":"viewers"},"again":"P1D","steps":[{"id":"mark","tag":{"add":["viewer"]}}]}"""),
    ];

    /// <summary>By the number of the batch before which it is told.</summary>
    public static IEnumerable<Step> OfShopBefore(int batch, string receiver) => batch switch
    {
        40 => [Segment("lapsed", "last \"Order Completed\" more than 5 days ago")],
        60 => [new Step.Define("automations/cart", Cart("PT5H", receiver))],
        80 => [new Step.Cut(3), Segment("searchers", "did \"Products Searched\" at least 2 times in the last 3 days")],
        110 => [Segment("viewers", "did \"Product Viewed\" at least 2 times in the last 2 days and rfm.r >= 4")],
        _ => [],
    };

    /// <summary>On the wall clock, so that seconds matter.</summary>
    public static IEnumerable<Step> OfTill(string receiver) =>
    [
        Segment("busy", "did \"Product Viewed\" at least 2 times in the last 2 seconds"),
        Segment("idle", "last \"Product Viewed\" more than 2 seconds ago"),
        Segment("marked", "has tag \"busy\""),
        .. Automation("thanks", $$"""{"name":"Thanks","trigger":{"event":"Order Completed"},"steps":[{"id":"pause","wait":"PT2S"},{"id":"say","webhook":{"url":"{{receiver}}"} }]}"""),
        .. Automation("marking", """{"name":"Marking","trigger":{"entered":"busy"},"steps":[{"id":"mark","tag":{"add":["busy"]} }]}"""),
    ];

    private static Step.Define Segment(string id, string rule) => new Step.Define($"segments/{id}", JsonSerializer.Serialize(new { name = id, rule }));

    private static IEnumerable<Step> Automation(string id, string json) => [new Step.Define($"automations/{id}", json), new Step.Define($"automations/{id}/activate", null)];

    private static string Cart(string wait, string receiver) => $$"""
        {"name":"Cart","trigger":{"event":"Product Added"},"exit":"did \"Order Completed\" in the last 1 hour","again":"P1D",
         "steps":[{"id":"pause","wait":"{{wait}}"},{"id":"remind","webhook":{"url":"{{receiver}}"} }]}
        """;
}
