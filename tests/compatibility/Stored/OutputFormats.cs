using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Core.Automations;
using Crm.Core.Customers;
using Crm.Core.Customers.Json;
using Crm.Core.Events;
using Crm.Core.Identity;
using Crm.Core.Time;
using Crm.Ingest.Commits;
using Crm.Postgres.Feed;
using Crm.Silo.Automations;
using Crm.Silo.Changes;
using Crm.Silo.Webhooks;

namespace Crm.Compatibility.Tests.Stored;

/// <summary>What others keep of us: changes, webhooks, and names that are made of what they name, which must never come out otherwise.</summary>
internal static class OutputFormats
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web)
    {
        Converters = { new InstantConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static readonly Format[] All =
    [
        new("Stored", "change", static () => Changes().Select(static change => JsonSerializer.Serialize(ChangeViews.Of(change), Web)), static line => JsonNode.Parse(line)),
        new("Stored", "webhook", static () => [Webhook()], static line => JsonNode.Parse(line)),
        new("Stored", "webhook-signature", static () => [WebhookSignature.Of([new byte[] { 1, 2, 3 }, new byte[] { 4 }], "act_1", WebhookSignature.Timestamp(Town.Start), "{}"u8.ToArray())], static line => line.Split(' ')),
        new("Stored", "names", static () => Names().Select(static name => $"{name.What} {name.Name}"), static line => line.Split(' '), Fixed: true),
    ];

    private static IEnumerable<Change> Changes() => Enum.GetValues<FeedChange>().Select(static (kind, i) => new Change(
        3, 41 + i, kind >= FeedChange.Merged ? "" : "vip", kind is FeedChange.SegmentLive or FeedChange.SegmentDeleted ? "" : "u:ü", kind, 7, 2,
        Town.Start, i == 0 ? null : Town.Start.PlusMilliseconds(-1), Town.Start.PlusMilliseconds(5), (Cause)(i % 5), 99, kind == FeedChange.Merged ? "u:bea" : null));

    private static string Webhook()
    {
        var customer = Customer.New(Town.Key("u:ana"), Town.Definitions).View() with { AsOf = Town.Start };
        return Encoding.UTF8.GetString(ActionExecutor.Payload(new(1, "act_1", "shop", "all", "u:ana", 3, 2, "tell", Town.Start, 1, CustomerDocument.Write(customer))).Span);
    }

    private static IEnumerable<(string What, string Name)> Names()
    {
        yield return ("action", ActionKey.Of(Town.Key("u:ü"), "all", 3, 2, "tell"));
        foreach (var kind in new[] { IdentifierKind.Email, IdentifierKind.Phone, IdentifierKind.ExternalId })
        {
            yield return ($"{kind}", IdentityHome.Of(kind, "ana@example.com"));
        }

        foreach (var text in new[] { "", "m1", "12345678", "a-longer-messageId-ü" })
        {
            yield return ($"hash:{text}", StableHash.Of(Encoding.UTF8.GetBytes(text)).ToString(CultureInfo.InvariantCulture));
        }

        foreach (var partitions in new[] { 1, 7, 16, 64 })
        {
            yield return ($"home/{partitions}", HomePartition.Of(Town.Key("u:ü"), partitions).ToString(CultureInfo.InvariantCulture));
        }

        yield return ("note", new NotePlace(3, 41).ToString());
    }
}
