using System.Collections.Immutable;
using System.Text.Json;
using Crm.Core.Automations;
using Crm.Core.Definitions;
using Crm.Core.Identity;
using Crm.Core.Profiles;
using Crm.Core.Rfm;
using Crm.Core.Rules;
using Crm.Core.Rules.Text;

namespace Crm.Compatibility.Tests.Stored;

/// <summary>A store's definitions in which everything stands that there was when formats were frozen. They never change, for states are read under them: what is new gets samples of its own.</summary>
internal static class Everything
{
    /// <summary>Each element of the language once at least.</summary>
    public static readonly string[] Rules =
    [
        "everyone",
        "has tag \"wholesale\" or country = \"BR\" and not city = \"Belo Horizonte\"",
        "traits.plan = \"gold\" and traits.\"favourite colour\" != \"red\" and traits.address.floor > 2 and traits.newsletter = true",
        "orders < 2 and sessions >= 10 and revenue <= 99.95 and cart.value > 0",
        "rfm in (\"Champions\", \"Loyal Customers\") and language not in (\"pt\", \"es\")",
        "email contains \"+\" and company starts with \"Acme\" and email ends with \"@example.com\" and postalCode matches /^3[0-9]{4}\\/[0-9]{3}$/",
        "phone is known and email is unknown and averageOrder between 50 and 100",
        "lastSeen more than 30 days ago and firstSeen less than 1 year ago and traits.contractEnd in the next 3 months",
        "firstOrder before 2017-03-01 and lastOrder after 2017-06-30T18:00:00-03:00 and firstSeen between 2017-01-01 and 2017-03-31",
        "birthday in the next 7 days and age >= 18 and birthDate before 2000-01-01",
        "consent email = granted and not consent sms for \"orders\" = denied and can receive whatsapp",
        "did any of (\"Product Added\", \"Cart Viewed\") in the last 2 hours",
        "did \"Product Viewed\" at least 3 times in the last 7 days and did \"Coupon Applied\" at most 1 time in the last 3 months",
        "did \"Order Completed\" exactly 2 times ever",
        "did \"Order Completed\" where (currency = \"BRL\" and not shipping.method = \"pickup\" or \"gift wrap\" = true)",
        "did \"Order Completed\" where products (category = \"Shoes\" and price > 100)",
        "last \"Order Completed\" more than 30 days ago or first any of (\"Page Viewed\", \"Product Viewed\") where channel = \"email\" less than 1 week ago",
        "did \"Product Viewed\" where category = \"Shoes\" then \"Product Added\" then \"Order Completed\" within 2 days in the last 3 months",
        "did \"Product Added\" then not \"Order Completed\" within 2 hours",
    ];

    /// <summary>The elements that came after those.</summary>
    public static readonly string[] Later =
    [
        "did \"Order Completed\" between 30 and 60 days ago and did \"Order Completed\" at least 2 times between 1 day and 2 months ago",
        "did \"Order Completed\" between 2024-01-01 and 2024-03-31 and did \"Order Completed\" since 2024-02-01T10:00:00Z",
        "did \"Order Completed\" today or did \"Order Completed\" at least 2 times this week or did \"Order Completed\" this month or did \"Order Completed\" this year",
        "did \"Order Completed\" for the first time this month",
        "did page \"Sale\" or did screen \"Sale\" where variant = \"b\" in the last 7 days",
        "sum total of \"Order Completed\" in the last 90 days >= 500 and sum total of \"Order Completed\" > 99.5",
        "average total of \"Order Completed\" this year > 10 and min products.price of \"Order Completed\" < 5 and max total of \"Order Completed\" between 1 and 30 days ago = 120",
        "count distinct products.category of any of (\"Product Viewed\", \"Order Completed\") in the last 30 days >= 2 and count distinct products.category of \"Order Completed\" between 1 and 30 days ago != 3",
        "same product_id of \"Product Viewed\" at least 2 times in the last 7 days or same product_id of \"Product Viewed\" where price > 5 at least 3 times",
        "did \"Product Viewed\" then \"Order Completed\" between 1 and 30 days ago or did \"Product Viewed\" then not \"Order Completed\" within 2 hours this month",
        "opened message \"spring\" in the last 14 days or clicked link \"https://shop.example/\" of any message at least 2 times",
        "received any message today and bounced message \"spring\" and unsubscribed from any message and submitted form \"contact\"",
        "traits.plan has been \"gold\" for more than 7 days or country has been \"BR\" for less than 1 month",
        "in segment \"s3\" and entered segment \"s3\" in the last 3 days and not left segment \"s3\"",
        "in list \"press\" and in journey \"all\"",
    ];

    private const string Automation = """
        {"name":"All of it — é","trigger":{"event":["Order Completed","Order Updated"],"where":"total >= 100 and currency = \"BRL\""},
         "condition":"orders >= 1","exit":{"tag":"stop"},"again":"P30D",
         "steps":[{"id":"pause","wait":"PT2H"},{"id":"until","waitUntil":"orders > 3","orAfter":"P1M2D"},{"id":"tell","webhook":{"url":"https://shop.example/hook?x=1"}},
                  {"id":"mark","tag":{"add":["x"],"remove":["y"]}},{"id":"say","log":"done"}]}
        """;

    public static DefinitionSet Definitions(int version = 7) => new(
        new("shop", StoreClock.Log, "America/Sao_Paulo", "BRL"), version, [.. Rules.Select(static (rule, i) => new SegmentDefinition($"s{i}", $"Segment № {i}", Parse(rule), 1 + i % 3))],
        new RfmSettings(2, [10, 20, 40, 80], [1, 2, 4, 8], [10.50m, 99.99m, 500m, 1000m]))
    {
        Automations = [Read("all") with { Version = 3, State = AutomationState.Active }, Read("off") with { Version = 5, State = AutomationState.Paused, Trigger = new SegmentTrigger("s3", false) }],
        Profile = new()
        {
            Version = 4,
            Country = "BR",
            Traits = ImmutableSortedDictionary<string, TraitType>.Empty.Add("plan", TraitType.Text).Add("floor", TraitType.Number).Add("vip", TraitType.Boolean)
                .Add("contractEnd", TraitType.Date).Add("address", TraitType.Json),
            Rates = ImmutableSortedDictionary<string, decimal>.Empty.Add("USD", 5.25m),
            Stages = new(3, 45, 90),
            Identity = new()
            {
                Priority = [IdentifierKind.UserId, IdentifierKind.AnonymousId, IdentifierKind.Email, IdentifierKind.Phone, IdentifierKind.ExternalId],
                CustomersPerIdentifier = 9,
                IdsPerCustomer = 99,
            },
        },
    };

    public static DefinitionSet LaterDefinitions() => Definitions() with { Segments = [.. Later.Select(static (rule, i) => new SegmentDefinition($"s{i}", $"s{i}", Parse(rule), 1))] };

    /// <summary>Of both methods: the default groups, and a store's own.</summary>
    public static readonly RfmSettings[] Rfm =
    [
        new(3, [8, 15, 31], [1, 2, 3], [10.50m, 99.99m, 500.123456789m])
        {
            AsOf = new(1_709_294_400_000),
            Customers = 12,
            Tops = [new(new(10, "revenue"), 99.5m), new(new(0.5m, "averageOrder"), 33.333m)],
            Plan = new() { Version = 7, Scores = 4, RecencyDays = [8, 15, 31], FrequencyOrders = null, MonetaryAmounts = null, Hysteresis = 0.05m, Every = TimeSpan.FromDays(1), Groups = DefaultGroups.Of(4) },
        },
        new(4, [10, 20], [2, 3], [-5m, 100m])
        {
            AsOf = new(1_709_294_400_001),
            Plan = new()
            {
                Version = 6,
                Scores = 3,
                RecencyDays = [10, 20],
                FrequencyOrders = [2, 3],
                MonetaryAmounts = [-5m, 100m],
                Groups = new(3, [new("Best — é", new(3, 3), new(2, 3), new(1, 3), new(1, 3)), new("Rest", new(1, 2), new(1, 3), new(1, 3), new(1, 2))]),
            },
        },
    ];

    public static Rule Parse(string rule) => RuleText.Parse(rule).Rule ?? throw new FormatException(rule);

    private static AutomationDefinition Read(string id)
    {
        using var json = JsonDocument.Parse(Automation);
        return AutomationReader.Read(json.RootElement, id).Automation!;
    }
}
