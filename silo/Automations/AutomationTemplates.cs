using System.Text.Json;

namespace Crm.Silo.Automations;

/// <summary>Automations to start from.</summary>
internal static class AutomationTemplates
{
    public static IReadOnlyList<PutAutomationBody> All { get; } =
    [
        Read("""
            {
              "name": "Abandoned cart",
              "trigger": { "event": "Product Added" },
              "exit": "cart.items = 0",
              "again": "P7D",
              "steps": [{ "id": "pause", "wait": "PT2H" }, { "id": "remind", "webhook": { "url": "https://shop.example/hooks/abandoned-cart" } }]
            }
            """),
        Read("""
            {
              "name": "Thanks for the first order",
              "trigger": { "event": "Order Completed" },
              "condition": "orders = 1",
              "steps": [{ "id": "tag", "tag": { "add": ["first order"] } }, { "id": "thank", "webhook": { "url": "https://shop.example/hooks/first-order" } }]
            }
            """),
    ];

    private static PutAutomationBody Read(string json) => JsonSerializer.Deserialize(json, AutomationBodyJson.Default.PutAutomationBody)!;
}
