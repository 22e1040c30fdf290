using System.Reflection;
using System.Text;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Identity;
using Crm.Core.Rfm;
using Crm.Core.Storage;

namespace Crm.Compatibility.Tests.Stored;

/// <summary>What is stored of customers, and what their homes say to each other by the log.</summary>
internal static class CustomerFormats
{
    private static readonly FieldInfo Identity = typeof(Customer).GetField("_identity", BindingFlags.Instance | BindingFlags.NonPublic)!;

    // One whose home has not come to the definitions yet under which another handed over.
    private static readonly CustomerKey Early = Town.Key("u:early");
    private static readonly StoreDefinitions Before = StoreDefinitions.Compile(Everything.Definitions(6) with { Segments = [], Automations = [] });

    // One of the first formats of the state.
    private static readonly CustomerKey Old = Town.Key("u:old");
    private static readonly StoreDefinitions First = StoreDefinitions.Compile(new(
        new("shop", StoreClock.Wall), 7,
        [
            .. new[]
            {
                "orders >= 1",
                "did \"Product Viewed\" at least 2 times in the last 7 days",
                "did \"Product Viewed\" then \"Product Added\" within 2 hours",
                "last \"Order Completed\" more than 30 days ago",
            }.Select(static (rule, i) => new SegmentDefinition($"s{i}", $"s{i}", Everything.Parse(rule), 1)),
        ], RfmSettings.Default));

    private static readonly StoreDefinitions Later = StoreDefinitions.Compile(Everything.LaterDefinitions());

    public static readonly Format[] All =
    [
        new("Stored", "customer-state", () => Homes().Select(Line), static line => Shown(Read(line)), static line => Line(Read(line))),
        new("Stored", "customer-state-groups", () => Homes().Where(static customer => customer.View().Rfm?.History is { Length: > 0 }).Select(Line), static line => Shown(Read(line)), static line => Line(Read(line))),
        Format.Former("customer-state-1", static line => Shown(Read(line))),
        Format.Former("customer-state-2", static line => Shown(Read(line))),
        Format.Former("customer-state-3", static line => Shown(Read(line))),
        new("Stored", "leaf-keys", static () => Town.Definitions.Rules.Leaves.Select(static leaf => leaf.Key), static line => line, Fixed: true), // a state names leaves by their place, a hand-over by their key
        new("Stored", "leaf-keys-later", static () => Later.Rules.Leaves.Select(static leaf => leaf.Key), static line => line, Fixed: true),
        new("Stored", "customer-state-later", static () => [Line(OfLater())], static line => Shown(ReadLater(line)), static line => Line(ReadLater(line))),
        new("Stored", "log-identity", () => Grown().Said.Where(static payload => Event(payload).Type.IsBetweenHomes() || Event(payload).Type == EventType.Erase).Distinct().Order(StringComparer.Ordinal), Heard, SaidAgain),
    ];

    /// <summary>Of everything there is, somewhere; and two who merged, one of whom nobody may know any more, and one who came back.</summary>
    private static Town Grown() => new Town()
        .Add("""
            "type":"page","name":"Sale","context":{"campaign":{"source":"news","medium":"email","name":"spring","term":"t","content":"c"},"page":{"url":"https://shop.example/?a=1"},"device":{"id":"d1","model":"Pixel","type":"android"},"locale":"pt-BR","timezone":"America/Sao_Paulo"}
            """, device: "d")
        .Track("Product Viewed", """{"category":"Shoes","brand":"Acme","price":10.5,"product_id":"p1"}""", device: "d")
        .Track("Product Added", """{"product_id":"p1","price":"10.50","quantity":2,"category":"Shoes","brand":"Acme"}""", device: "d")
        .Add("""
            "type":"identify","traits":{"email":"Ana@Example.com","phone":"(31) 99999-1234","firstName":"Ana","lastName":"Ünal","birthday":"1990-02-28","gender":"f","address":{"city":"Betim","country":"br","postalCode":"32600-000","street":"Rua 1"},"plan":"gold","floor":3,"vip":true,"contractEnd":"2024-05-01","n":1.50,"list":[1,{"a":"b"}],"language":"xx-nope"},"context":{"externalIds":[{"id":"e1","type":"erp","collection":"users"}]}
            """, "ana", "d")
        .Add("""
            "type":"group","groupId":"g1","traits":{"name":"Acme Ltd","type":"wholesale"}
            """, "ana")
        .Track("Order Completed", """{"order_id":"o1","total":120.00,"currency":"BRL","channel":"web","products":[{"product_id":"p1","category":"Shoes","price":110,"quantity":1}]}""", "ana")
        .Track("Order Completed", """{"order_id":"o2","total":10,"currency":"USD","channel":"pos"}""", "ana")
        .Track("Order Refunded", """{"order_id":"o2","total":5,"currency":"USD"}""", "ana")
        .Track("Order Refunded", """{"order_id":"o9"}""", "ana")
        .Track("Order Cancelled", """{"order_id":"o3"}""", "ana")
        .Track("Product Added", """{"product_id":"p2","price":3.10,"quantity":1}""", "ana")
        .Add("""
            "type":"tags","add":["Wholesale","vip"],"remove":["old"]
            """, "ana")
        .Add("""
            "type":"consents","channel":"email","purpose":"marketing","state":"granted","source":"web form","version":"2"
            """, "ana")
        .Add("""
            "type":"identify","traits":{"email":"ana@example.com","name":"Ana B"}
            """, "bea")
        .Track("Cart Viewed", "{}", "cid", "shared").Track("Cart Viewed", "{}", "dea", "shared")
        .Add("""
            "type":"link","with":"u:fay","receivedAt":"2024-03-01T12:17:00.000Z"
            """, "eve")
        .Track("Order Completed", """{"order_id":"o5","total":1}""", "fay").Track("Order Completed", """{"order_id":"o6","total":1}""", "eve")
        .Add("""
            "type":"unmerge","with":"u:fay","receivedAt":"2024-03-01T12:20:00.000Z"
            """, "eve")
        .Track("x", "{}", "gil", "gd").Add("""
            "type":"erase","block":true
            """, "gil")
        .Track("x", "{}", "hal").Add("""
            "type":"erase","block":false
            """, "hal").Track("Order Completed", """{"order_id":"o7","total":200,"currency":"BRL"}""", "hal");

    /// <summary>Of whom every leaf of the later elements holds something.</summary>
    private static Customer OfLater()
    {
        var (customer, minutes) = (Customer.New(Town.Key("u:later"), Later), 0);
        foreach (var members in (string[])
        [
            """ "type":"identify","traits":{"plan":"gold","address":{"country":"BR"}} """,
            """ "type":"page","name":"Sale" """,
            """ "type":"screen","name":"Sale","properties":{"variant":"b"} """,
            """ "type":"track","event":"Product Viewed","properties":{"product_id":"p1","price":10.5,"products":[{"category":"Hats"}]} """,
            """ "type":"track","event":"Product Viewed","properties":{"product_id":"P1","price":"4"} """,
            """ "type":"track","event":"Order Completed","properties":{"order_id":"o1","total":"120.00","products":[{"category":"Shoes","price":3},{"category":"Hats","price":117}]} """,
            """ "type":"track","event":"Order Completed","properties":{"order_id":"o2","total":0.5} """,
            """ "type":"track","event":"Email Delivered","properties":{"email_id":"spring"} """,
            """ "type":"track","event":"Email Opened","properties":{"email_id":"spring"} """,
            """ "type":"track","event":"Email Link Clicked","properties":{"campaign_id":"x","link_url":"https://shop.example/"} """,
            """ "type":"track","event":"Email Bounced","properties":{"message_id":"spring"} """,
            """ "type":"track","event":"Unsubscribed" """,
            """ "type":"track","event":"Form Submitted","properties":{"form_id":"contact"} """,
            """ "type":"tags","add":["list:press"] """,
        ])
        {
            var at = Town.Start.PlusMilliseconds(60_000L * ++minutes);
            var e = Event($$"""{"userId":"later","messageId":"m{{minutes}}","timestamp":"{{at}}",{{members}}}""");
            Assert.Equal(ApplyKind.Applied, customer.Apply(new(minutes, at, e), []).Kind);
        }

        return customer;
    }

    private static Customer ReadLater(string line) => Customer.Read(Town.Key(line.Split(' ')[0]), Convert.FromHexString(line.Split(' ')[1]), Later);

    private static IEnumerable<Customer> Homes()
    {
        var town = Grown();
        return town.Homes.Prepend(Customer.New(Town.Key("u:new"), Town.Definitions))
            .Append(Taken(town.Said.Select(Event).First(static e => e.Type == EventType.HandOver), Before));
    }

    private static string Line(Customer customer) => $"{customer.Key.Id} {Convert.ToHexStringLower(customer.Write(new SnapshotWriter()))}";

    private static Customer Read(string line)
    {
        var key = Town.Key(line.Split(' ')[0]);
        return Customer.Read(key, Convert.FromHexString(line.Split(' ')[1]), key == Early ? Before : key == Old ? First : Town.Definitions);
    }

    // What takes in another is scored anew, and its group is then a part of its history whether or not the record has one.
    private static Dictionary<string, object?> Shown(Customer customer, bool groups = true) => new Dictionary<string, object?>
    {
        ["Exists"] = customer.Exists,
        ["Position"] = customer.Position,
        ["NextWake"] = customer.NextWake,
        ["IsErased"] = customer.IsErased,
        ["Into"] = customer.Into,
        ["View"] = customer.View() is { Rfm: { } rfm } view && !groups ? view with { Rfm = rfm with { History = null } } : customer.View(),
        ["Columns"] = customer.Columns(),
        ["Identity"] = Identity.GetValue(customer),
    };

    private static Dictionary<string, object?> Heard(string payload)
    {
        var (json, e) = (Encoding.UTF8.GetBytes(payload), Event(payload));
        if (e.Type == EventType.Erase)
        {
            var erasure = ErasureRecord.Read(json);
            return new Dictionary<string, object?> { ["Type"] = e.Type, ["At"] = e.At, ["Of"] = EventHome.IdOf(e), ["Ids"] = erasure.Ids, ["Blocks"] = erasure.Blocks };
        }

        var said = IdentityRecord.Read(json);
        return new Dictionary<string, object?> { ["At"] = e.At, ["Said"] = said with { Merged = said.Merged.IsDefault ? [] : said.Merged }, ["Taken"] = said.State is null ? null : Shown(Taken(e, Town.Definitions), groups: false) };
    }

    private static Customer Taken(in Event e, StoreDefinitions definitions)
    {
        var customer = Customer.New(e.Type == EventType.HandBack ? Town.Key("u:fay") : Early, definitions);
        if (e.Type == EventType.HandBack) // to one who is a part of another
        {
            customer.Apply(new(1, Town.Start, Event(Encoding.UTF8.GetString(MergeRequest.Merge("u:eve", Town.Start).Span))), []);
        }

        customer.Apply(new(2, e.ReceivedAt, e), []);
        return customer;
    }

    private static string SaidAgain(string payload)
    {
        var (json, e) = (Encoding.UTF8.GetBytes(payload), Event(payload));
        return Encoding.UTF8.GetString((e.Type == EventType.Erase ? ErasureRecord.Read(json).Write(EventHome.IdOf(e), e.At) : IdentityRecord.Read(json).Write()).Span);
    }

    private static Event Event(string payload) => EventDecoder.Decode(Encoding.UTF8.GetBytes(payload), Town.Start.PlusMilliseconds(86_400_000)).Event!.Value;
}
