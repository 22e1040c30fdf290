using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Rfm;
using Crm.Core.Rules.Text;
using Crm.Core.Seen;
using Crm.Core.Time;
using Xunit.Abstractions;

namespace Crm.Core.Tests.Costs;

/// <summary>What decoding and folding an event costs, in bytes and beside a loop that only decodes and adds up: no absolute times.</summary>
public class EventCostTests(ITestOutputHelper output)
{
    private const int Customers = 500;
    private const int Events = 20_000;
    private const int Passes = 5;
    private const double MostBytes = 40; // seen: 20
    private const double LeastOfTheLimit = 0.08; // the best of the passes, seen: 0.24 to 0.29

    private const double MostOfAnEvent = 0.2; // the best of the passes, seen: 0.01 to 0.04

    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static readonly StoreDefinitions Definitions = StoreDefinitions.Compile(new(new StoreSettings("shop", StoreClock.Log), 1,
    [
        .. new[]
        {
            "did \"Product Viewed\" at least 3 times in the last 7 days", "did \"Product Added\" then not \"Order Completed\" within 2 hours",
            "last \"Order Completed\" more than 30 days ago", "lastSeen more than 1 day ago", "orders >= 3", "revenue >= 500",
            "did \"Product Viewed\" where category = \"Shoes\" at least 5 times", "cart.value > 50", "channel = \"web\"", "email is known",
        }.Select(static (rule, index) => new SegmentDefinition($"s{index}", rule, RuleText.Parse(rule).Rule!, 1)),
    ], RfmSettings.Default));

    [Fact]
    public void Apply_OneEvent_AllocatesLittle()
    {
        var events = Stream(0);
        var fold = new Fold();
        fold.Run(events);
        var more = Stream(Events);
        var before = GC.GetAllocatedBytesForCurrentThread();

        fold.Run(more);

        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Events;
        output.WriteLine($"{bytes:N0} bytes an event");
        Assert.InRange(bytes, 1, MostBytes);
    }

    [Fact]
    public void Apply_BesideTheLimit_StaysInProportion()
    {
        var ratios = new List<double>();
        var fold = new Fold();
        for (var pass = 0; pass < Passes; pass++)
        {
            var events = Stream(pass * Events);
            var limit = Time(() => Limit(events));
            ratios.Add(limit / Time(() => fold.Run(events)));
        }

        output.WriteLine($"of the limit: {string.Join(", ", ratios.Select(static ratio => ratio.ToString("N2", CultureInfo.InvariantCulture)))}");
        Assert.True(ratios.Max() > LeastOfTheLimit, $"{ratios.Max()} of the limit's speed");
    }

    [Fact]
    public void Seen_BesideDecodingAndFolding_CostsLittle()
    {
        var (fold, seen, ratios) = (new Fold(), new SeenEvents(), new List<double>());
        for (var pass = 0; pass < Passes; pass++)
        {
            var events = Stream(pass * Events);
            var decoded = Array.ConvertAll(events, static json => EventDecoder.Decode(json, Start).Event!.Value);
            var folded = Time(() => fold.Run(events));
            ratios.Add(Time(() => Array.ForEach(decoded, e => seen.Add(e))) / folded);
        }

        output.WriteLine($"of decoding and folding: {string.Join(", ", ratios.Select(static ratio => ratio.ToString("N3", CultureInfo.InvariantCulture)))}");
        Assert.True(ratios.Min() < MostOfAnEvent, $"{ratios.Min()} of an event's cost");
    }

    private static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Limit(byte[][] events)
    {
        var figures = new Dictionary<string, (long Count, decimal Revenue)>();
        foreach (var json in events)
        {
            var reader = new Utf8JsonReader(json);
            var (user, total) = ("", 0m);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("userId"u8) && reader.Read())
                {
                    user = reader.GetString()!;
                }
                else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("total"u8) && reader.Read())
                {
                    total = reader.GetDecimal();
                }
            }

            var known = figures.GetValueOrDefault(user);
            figures[user] = (known.Count + 1, known.Revenue + total);
        }
    }

    private static byte[][] Stream(int from) => [.. Enumerable.Range(from, Events).Select(static number => Encoding.UTF8.GetBytes(Json(number)))];

    private static string Json(int number)
    {
        var (name, properties) = (number % 20) switch
        {
            < 13 => ("Product Viewed", $$"""{"product_id":"p{{number % 900}}","category":"{{(number % 3 == 0 ? "Shoes" : "Hats")}}","price":{{number % 90}}}"""),
            < 17 => ("Products Searched", """{"query":"red shoes"}"""),
            < 19 => ("Product Added", $$"""{"product_id":"p{{number % 900}}","price":20,"quantity":1}"""),
            _ => ("Order Completed", $$"""{"order_id":"o{{number}}","total":{{number % 70}}.50,"currency":"USD","products":[{"product_id":"p1","category":"Shoes","price":10,"quantity":2}] }"""),
        };
        var at = Start.PlusMilliseconds(number * 50L);
        return $$"""{"type":"track","messageId":"m{{number}}","userId":"{{number * 7 % Customers}}","timestamp":"{{at}}","event":"{{name}}","properties":{{properties}},"context":{"library":{"name":"analytics.js"},"page":{"path":"/p"},"locale":"pt-BR"} }""";
    }

    private sealed class Fold
    {
        private readonly Dictionary<string, Customer> _customers = [];
        private readonly List<Effect> _effects = [];
        private long _offset;

        public void Run(byte[][] events)
        {
            foreach (var json in events)
            {
                var e = EventDecoder.Decode(json, Start.PlusMilliseconds(_offset * 50L + 1_000)).Event!.Value;
                if (!_customers.TryGetValue(e.UserId!, out var customer))
                {
                    customer = _customers[e.UserId!] = Customer.New(new CustomerKey("shop", $"u:{e.UserId}"), Definitions);
                }

                _effects.Clear();
                customer.Apply(new CustomerRecord(_offset++, e.ReceivedAt, e), _effects);
            }
        }
    }
}
