using Crm.Core.Customers;
using Crm.Core.Tests.Customers;
using Crm.Core.Time;

namespace Crm.Core.Tests.Profiles;

/// <summary>Against counting over the whole list of events.</summary>
public class HabitTests
{
    private sealed record Done(int Minute, string Name, string? Channel, string? Source, string? Device, string[] Categories);

    [Fact]
    public void Habits_OfRandomEvents_AreWhatCountingGives()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var host = new CustomerHost();
            var done = new List<Done>();
            for (var i = 0; i < 80; i++)
            {
                done.Add(Next(random, categories: 6));
                Apply(host, done[^1]);
            }

            var habits = Customer.Read(host.Customer.Key, host.Customer.Write(new()), CustomerHost.Definitions(1)).View().Habits;

            var channels = done.Where(static one => one.Channel is not null).GroupBy(static one => one.Channel!).ToDictionary(static group => group.Key, static group => group.Count());
            Assert.Equal(channels, habits.Channels.ToDictionary(static one => one.Name, static one => one.Count));
            Assert.Equal(channels.Values.Max(), channels[habits.UsualChannel!]);
            Assert.Equal(UsualHour(done), habits.UsualHour);
            Assert.Equal(Touch(done, first: true), (habits.FirstTouch!.Source, habits.FirstTouch.At));
            Assert.Equal(Touch(done, first: false), (habits.LastTouch!.Source, habits.LastTouch.At));
            Assert.Equal(
                Points(done).OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => new CountView(pair.Key, pair.Value)),
                habits.Categories);
            Assert.Equal(
                done.Where(static one => one.Device is not null).GroupBy(static one => one.Device).Select(static group => (group.Key, group.Max(static one => one.Minute)))
                    .OrderByDescending(static pair => pair.Item2).Select(static pair => $"{pair.Key} {CustomerHost.At(pair.Item2)}"),
                habits.Devices.Select(static device => $"{device.Name} {device.LastSeen}"));
        }
    }

    [Fact]
    public void Favourites_OfManyCategories_KeepWhatSpaceSavingPromises()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var host = new CustomerHost();
            var done = new List<Done>();
            for (var i = 0; i < 400; i++)
            {
                done.Add(Next(random, categories: 40));
                Apply(host, done[^1]);
            }

            var points = Points(done);
            var most = points.Values.Sum() / (double)CustomerLimits.Tastes;
            var held = host.View.Habits.Categories.ToDictionary(static one => one.Name, static one => one.Count);
            Assert.Equal(CustomerLimits.Tastes, held.Count);
            Assert.All(held, one => Assert.InRange(one.Value, points[one.Key], points[one.Key] + most));
            Assert.All(points.Where(one => one.Value > most), one => Assert.Contains(one.Key, held.Keys));
            Assert.Equal(points.Values.Sum(), held.Values.Sum());
        }
    }

    [Fact]
    public void Hours_BeyondAByte_AreHalved()
    {
        var host = new CustomerHost();
        for (var i = 0; i < 300; i++)
        {
            host.Track("x", minutes: 10 * 60, now: 24 * 60);
        }

        for (var i = 0; i < 160; i++)
        {
            host.Track("x", minutes: 9 * 60);
        }

        Assert.Equal(10, host.View.Habits.UsualHour); // 127 + 45 against 160

        for (var i = 0; i < 20; i++)
        {
            host.Track("x", minutes: 9 * 60);
        }

        Assert.Equal(9, host.View.Habits.UsualHour);
    }

    [Fact]
    public void Channel_ThatIsNone_CountsAsOtherAndIsReported()
    {
        var host = new CustomerHost("channel = \"other\"", "problems = 1");
        host.Track("x", """{"channel":"Telepathy"}""");

        Assert.Equal(("other", 2), (host.View.Habits.UsualChannel, host.View.Segments.Length));
        Assert.Equal("channel", host.View.Problems.Single().Field);

        host.Track("x", """{"channel":"Instagram"}""", minutes: 1);
        Assert.Equal(("social", 0), (host.Field("channel"), host.View.Problems.Length));
    }

    [Fact]
    public void Rules_OnHabits_Follow()
    {
        var host = new CustomerHost("favouriteCategory = \"Shoes\"", "favouriteBrand = \"Acme\"", "usualHour between 9 and 11", "usualChannel = \"app\"", "firstTouch.source = \"google\" and lastTouch.campaign = \"spring\"");
        host.Apply("""
            "type":"track","event":"Product Viewed","properties":{"category":"Hats"},"context":{"device":{"model":"P9","type":"android"},"campaign":{"source":"google","medium":"cpc"}}
            """, 10 * 60);
        host.Track("Order Completed", """{"order_id":1,"total":5,"category":"ignored?","products":[{"category":"Shoes","brand":"Acme"},7]}""", 10 * 60 + 1);
        host.Apply("""
            "type":"page","context":{"device":{"model":"P9","type":"android"},"campaign":{"name":"spring"}}
            """, 10 * 60 + 2);

        Assert.Equal(["s0", "s1", "s2", "s3", "s4"], host.View.Segments.Select(static membership => membership.Segment));
        Assert.Equal("P9", Assert.Single(host.View.Habits.Devices).Name);
    }

    [Fact]
    public void Touches_AtOneInstant_AreTheFirstReadAndTheLastRead()
    {
        var host = new CustomerHost();
        foreach (var source in new[] { "a", "b", "c" })
        {
            host.Apply($"\"type\":\"page\",\"context\":{{\"campaign\":{{\"source\":\"{source}\"}}}}", 1);
        }

        Assert.Equal(("a", "c"), (host.View.Habits.FirstTouch!.Source, host.View.Habits.LastTouch!.Source));
    }

    [Fact]
    public void Texts_WithEscapesOrTooLong_AreReadOrLeftOut()
    {
        var host = new CustomerHost();
        host.Apply($$"""
            "type":"track","event":"Product Viewed","properties":{"category":" Caf\u00e9 \/ Bar ","brand":"{{new string('b', 129)}}"},
            "context":{"campaign":{"source":"go\u006fgle","medium":"half \ud83d","name":7},"device":{"model":"P\u0039","type":"{{new string('t', 129)}}"} }
            """);

        var habits = host.View.Habits;
        Assert.Equal(("Café / Bar", 0), (habits.Categories.Single().Name, habits.Brands.Length));
        Assert.Equal(("google", null, null), (habits.FirstTouch!.Source, habits.FirstTouch.Medium, habits.FirstTouch.Campaign));
        Assert.Equal(("P9", null), (habits.Devices.Single().Name, habits.Devices.Single().Type));
    }

    [Fact]
    public void Devices_WithoutAnId_AreToldApartByModelAndType()
    {
        var host = new CustomerHost();
        foreach (var device in new[] { """{"model":"A","type":"ios"}""", """{"model":"A","type":"android"}""", """{"type":"ios","name":"A"}""", "{}", """{"id":7}""", """{"id":"","model":"B"}""" })
        {
            host.Apply($"\"type\":\"page\",\"context\":{{\"device\":{device}}}", host.Offset + 1);
        }

        Assert.Equal(["B ", "A ios", "A android"], host.View.Habits.Devices.Select(static device => $"{device.Name} {device.Type}"));

        for (var i = 0; i < 9; i++)
        {
            host.Apply($"\"type\":\"page\",\"context\":{{\"device\":{{\"id\":\"{i}\",\"model\":\"m{i}\"}}}}", 100 + i);
        }

        host.Apply("\"type\":\"page\",\"context\":{\"device\":{\"id\":\"late\"}}", 50);
        Assert.Equal(["m8", "m7", "m6", "m5", "m4"], host.View.Habits.Devices.Select(static device => device.Name));
    }

    private static Done Next(Random random, int categories)
    {
        var name = Pick("Product Viewed", "Product Viewed", "Product Added", "Order Completed", "Other");
        var products = name == "Order Completed" ? random.Next(1, 4) : name == "Other" ? 0 : 1;
        return new(
            random.Next(3 * 24 * 60), name, Pick("web", "app", "pos", null), Pick("google", "news", null, null), Pick("A1", "B2", "C3", null),
            [.. Enumerable.Range(0, products).Select(_ => $"c{Math.Min(random.Next(categories), random.Next(categories))}")]);

        T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];
    }

    private static void Apply(CustomerHost host, Done done)
    {
        var products = string.Join(',', done.Categories.Select(static category => $"{{\"category\":\"{category}\"}}"));
        var properties = done.Name == "Order Completed" ? $"\"order_id\":\"o\",\"products\":[{products}]" : done.Categories is [var category] ? $"\"category\":\"{category}\"" : "\"a\":1";
        var channel = done.Channel is null ? "" : $",\"channel\":\"{done.Channel}\"";
        var source = done.Source is null ? "" : $"\"campaign\":{{\"source\":\"{done.Source}\"}},";
        var device = done.Device is null ? "" : $"\"device\":{{\"id\":\"{done.Device}\",\"model\":\"{done.Device}\"}},";
        host.Apply($$"""
            "type":"track","event":"{{done.Name}}","properties":{{{properties}}{{channel}}},"context":{{{source}}{{device}}"library":{"name":"server"},"channel":"server"}
            """, done.Minute, now: 5 * 24 * 60);
    }

    private static Dictionary<string, int> Points(IEnumerable<Done> done) => done
        .SelectMany(static one => one.Categories.Select(category => (category, one.Name switch { "Product Viewed" => 1, "Product Added" => 3, _ => 5 })))
        .GroupBy(static pair => pair.category).ToDictionary(static group => group.Key, static group => group.Sum(static pair => pair.Item2));

    private static int UsualHour(IEnumerable<Done> done) =>
        done.GroupBy(static one => one.Minute / 60 % 24).OrderByDescending(static group => group.Count()).ThenBy(static group => group.Key).First().Key;

    private static (string?, Instant) Touch(List<Done> done, bool first)
    {
        var touches = done.Where(static one => one.Source is not null).OrderBy(static one => one.Minute).ToList(); // stable: by the log at one instant
        var touch = first ? touches[0] : touches[^1];
        return (touch.Source, CustomerHost.At(touch.Minute));
    }
}
