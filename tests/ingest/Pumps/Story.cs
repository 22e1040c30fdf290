using Crm.Core.Automations;
using Crm.Core.Rfm;
using Crm.Ingest.Logs;
using Crm.Ingest.Tests.Memory;

namespace Crm.Ingest.Tests.Pumps;

/// <summary>What happens in two stores, record by record: late, broken, poisoned and repeated events, some by other producers; customers who are erased and come back; versions of definitions, and of RFM cuts alone.</summary>
internal sealed class Story(World world, Random random, int events, int customers)
{
    private const long Hour = 60L * 60 * 1000;
    private const long Day = 24 * Hour;
    private const long Start = 1_483_228_800_000; // 2017-01-01

    private static readonly string[] Names = [FlakyGrains.Poison, "Product Viewed", "Product Viewed", "Product Added", "Order Completed", "Order Completed", "Order Cancelled", "Order Refunded"];

    private long _at = Start;

    /// <summary>Brings a version of the first store into the log: as a control record at once, where nobody else does.</summary>
    public Func<int, Task> Announce { get; init; } = version => world.Control(version);

    /// <summary>Lets time pass where the first store is on the wall clock, and says what it is then; on the log clock the events say it.</summary>
    public Func<long, long>? Pass { get; init; }

    public IEnumerable<Task> Play()
    {
        world.Automate("cart", Cart("PT2H"));
        world.Automate("viewer", """{"name":"x","trigger":{"event":"Product Viewed"},"again":"PT1H","steps":[{"id":"a","tag":{"add":["viewer"]}},{"id":"b","waitUntil":"orders >= 2","orAfter":"P3D"},{"id":"c","log":"x"}]}""");
        yield return Announce(world.Define(("viewers", "did \"Product Viewed\" at least 3 times in the last 2 days")));
        world.DefineOther(("viewers", "did \"Product Viewed\" at least 1 times in the last 3 days"), ("lapsed", "last \"Order Completed\" more than 2 days ago"));
        yield return world.Control(1, World.Other);
        for (var i = 0; i < events; i++)
        {
            var hours = random.NextInt64(6) * Hour; // whole, so that many are due at one instant
            _at = Pass is null ? _at + hours : Pass(hours);
            yield return Event(i);
            if (random.Next(3) == 0)
            {
                yield return OtherEvent();
            }

            if (random.Next(10) == 0)
            {
                _at = Pass is null ? _at + random.Next(40) * Day : Pass(random.Next(40) * Day);
                yield return world.Tick(_at);
            }

            if (i % Math.Max(1, events / 10) == 5)
            {
                yield return Announce(Cuts());
            }

            if (i == events * 3 / 8)
            {
                yield return Announce(Second());
            }
            else if (i == events * 7 / 10)
            {
                yield return Announce(Third());
            }
        }

        yield return world.Tick(_at + 10 * Day);
        yield return world.Tick(_at + 400 * Day);
    }

    private static string Cart(string wait) => $$"""
        {"name":"x","trigger":{"event":"Product Added"},"exit":"did \"Order Completed\" in the last 1 hour","again":"P1D",
         "steps":[{"id":"a","wait":"{{wait}}"},{"id":"b","webhook":{"url":"https://shop.example"} },{"id":"c","wait":"P1D"},{"id":"d","log":"x"}]}
        """;

    private static string Iso(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null);

    private int Second()
    {
        world.Automate("cart", Cart("PT5H"));
        world.Automate("viewer", """{"name":"x","trigger":{"event":"Product Viewed"},"again":"PT1H","steps":[{"id":"b","waitUntil":"orders >= 2","orAfter":"P3D"},{"id":"c","log":"x"}]}""", AutomationState.Paused);
        world.Rfm = new RfmSettings(2, [3, 10, 20, 40], [1, 2, 3, 4], [50, 100, 150, 200]) { Plan = new() { Version = world.Sets.Count + 1, Hysteresis = 0.2m } };
        return world.Define(
            ("viewers", "did \"Product Viewed\" at least 2 times in the last 2 days"),
            ("lapsed", "last \"Order Completed\" more than 3 days ago"),
            ("best", "top 20 % by revenue or top 50 % by averageOrder"),
            ("abandoned", "did \"Product Added\" then not \"Order Completed\" within 2 hours"));
    }

    // As a refresh finds them.
    private int Cuts()
    {
        var days = Enumerable.Range(0, 4).Select(_ => random.Next(0, 60)).Order();
        return world.Cut(new(
            world.Rfm.Version + 1, [.. days], [.. Enumerable.Range(0, 4).Select(_ => random.Next(1, 6)).Order()], [.. Enumerable.Range(0, 4).Select(_ => random.Next(-20, 400) / 2m).Order()])
        {
            Tops = random.Next(5) == 0 ? [] : [new(new(20, "revenue"), random.Next(50, 300)), new(new(50, "averageOrder"), random.Next(20, 80) / 3m)],
        });
    }

    private int Third()
    {
        world.Automate("cart", null);
        world.Automate("viewer", """{"name":"x","trigger":{"entered":"good"},"exit":"orders > 6","steps":[{"id":"b","waitUntil":"orders >= 2","orAfter":"P3D"},{"id":"c","log":"x"},{"wait":"P20D"},{"webhook":{"url":"https://shop.example"}}]}""");
        return world.Define(
            ("lapsed", "last \"Order Completed\" more than 3 days ago"),
            ("best", "top 20 % by revenue or top 50 % by averageOrder"),
            ("good", "orders >= 3 or revenue > 100"),
            ("fresh", "rfm.r = 5 and not did \"Product Viewed\" in the last 1 day"));
    }

    private Task Event(int i) => random.Next(40) == 0 ? Erase($"{(random.Next(4) == 0 ? 'a' : 'u')}:{random.Next(customers)}") : random.Next(4) switch
    {
        0 => random.Next(8) switch { 0 => Alias(i), 1 => Between(), _ => Identify(i) },
        1 => Event(i, $"a:{random.Next(customers)}"),
        _ => Event(i, $"u:{random.Next(customers)}"),
    };

    // Devices and addresses of few people: they are merged, in chains, or found to be two.
    private Task Identify(int i)
    {
        var (user, device) = (random.Next(customers), random.Next(3) == 0 ? random.Next(customers) : -1);
        var id = device < 0 ? $"u:{user}" : random.Next(3) == 0 ? $"a:{device}" : $"u:{user}";
        var ids = id[0] == 'a' ? $"\"anonymousId\":\"{device}\"" : device < 0 ? $"\"userId\":\"{user}\"" : $"\"userId\":\"{user}\",\"anonymousId\":\"{device}\"";
        var traits = random.Next(2) == 0 ? "{}" : $$"""{"email":"p{{random.Next(customers)}}@x.test"}""";
        return Append(World.Store, id, $$"""{"type":"identify",{{ids}},{{MessageId(i)}}"timestamp":"{{Iso(_at)}}","receivedAt":"2026-01-01T00:00:00Z","traits":{{traits}} }""");
    }

    // What somebody says through our API: two are one after all, or not.
    private async Task Between()
    {
        var (type, user, with) = (random.Next(3) == 0 ? "link" : "unmerge", random.Next(customers), random.Next(customers));
        await world.Append(RecordKind.Event, $"u:{user}", $$"""{"type":"{{type}}","receivedAt":"{{Iso(_at)}}","with":"{{(random.Next(3) == 0 ? 'u' : 'a')}}:{{with}}"}""");
    }

    private Task Alias(int i)
    {
        var (user, earlier) = (random.Next(customers), random.Next(customers));
        return Append(World.Store, $"u:{user}", $$"""{"type":"alias","userId":"{{user}}","previousId":"{{earlier}}",{{MessageId(i)}}"timestamp":"{{Iso(_at)}}","receivedAt":"2026-01-01T00:00:00Z"}""");
    }

    private Task Event(int i, string customer)
    {
        var name = Names[random.Next(20) == 0 ? 0 : random.Next(1, Names.Length)];
        var late = random.Next(5) == 0 ? random.NextInt64(5 * 24) * Hour : 0;
        var received = Pass is null ? "\"receivedAt\":\"2026-01-01T00:00:00Z\"," : "";
        return Append(World.Store, customer, random.Next(40) == 0 ? "{broken" : $$"""
            {"type":"track","event":"{{name}}","{{(customer[0] == 'u' ? "userId" : "anonymousId")}}":"{{customer[2..]}}",{{MessageId(i)}}"timestamp":"{{Iso(_at - late)}}",{{received}}
            "properties":{"order_id":"{{random.Next(60)}}","total":"{{random.Next(1, 90)}}.50","currency":"{{(random.Next(30) == 0 ? "EUR" : "USD")}}"} }
            """);
    }

    private Task Erase(string customer) => Append(World.Store, customer, $$"""
        {"type":"erase","{{(customer[0] == 'u' ? "userId" : "anonymousId")}}":"{{customer[2..]}}","timestamp":"{{Iso(_at)}}",{{(Pass is null ? "\"receivedAt\":\"2026-01-01T00:00:00Z\"," : "")}}"block":{{(random.Next(8) == 0 ? "true" : "false")}} }
        """);

    // Another store whose time is behind and slower.
    private Task OtherEvent()
    {
        var customer = random.Next(customers * 3 / 5);
        return Append(World.Other, $"u:{customer}", $$"""
            {"type":"track","event":"{{Names[random.Next(1, Names.Length)]}}","userId":"{{customer}}","timestamp":"{{Iso(Start - 300 * Day + (_at - Start) / 2)}}",
            "receivedAt":"2026-01-01T00:00:00Z","properties":{"order_id":"{{random.Next(60)}}","total":"5","currency":"USD"} }
            """);
    }

    // A third have none, so that nothing but positions keeps a replay from counting them again; some are resends.
    private string MessageId(int i) => random.Next(3) == 0 ? "" : $"\"messageId\":\"m{(random.Next(20) == 0 ? i - 1 : i)}\",";

    // A quarter come by other producers: anywhere, under a key that names the store and for the rest whatever it likes.
    private async Task Append(string store, string customer, string json)
    {
        if (random.Next(4) > 0)
        {
            await world.Append(RecordKind.Event, customer, json, store);
            return;
        }

        var key = random.Next(3) switch { 0 => "", 1 => $"u:{random.Next(customers)}", _ => customer };
        await world.AppendAt(random.Next(world.Partitions), $"{store}/{key}", json);
    }
}
