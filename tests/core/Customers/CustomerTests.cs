using Crm.Core.Customers;
using Crm.Core.Events;

namespace Crm.Core.Tests.Customers;

public class CustomerTests
{
    private const long Day = 86_400_000;

    private static readonly string[] Rules =
    [
        "last \"x\" more than 1 days ago", "did \"x\" at least 2 times in the last 3 days", "did \"Order Completed\" then not \"x\" within 5 hours",
        "rfm = \"Lost\" or orders > 2", "lastSeen more than 2 days ago",
    ];

    [Fact]
    public void New_BeforeAnyRecord_IsNothing()
    {
        var host = new CustomerHost(Rules);

        Assert.False(host.Customer.WakeThrough(CustomerHost.At(1e6), 7, host.Effects));
        host.Customer.Adopt(CustomerHost.Definitions(2, "everyone"), CustomerHost.Start, 8, [], host.Effects);

        Assert.Equal((false, Position.Start, Time.Instant.Never, 2), (host.Customer.Exists, host.Customer.Position, host.Customer.NextWake, host.Customer.DefinitionsVersion));
        Assert.Empty(host.Effects);
        Assert.Empty(host.View.Segments);
    }

    [Fact]
    public void Apply_Record_MovesThePosition()
    {
        var host = new CustomerHost { Offset = 41 };

        host.Track("x", minutes: 5);

        Assert.Equal(new Position(42, CustomerHost.At(5)), host.Customer.Position);
        Assert.Equal(CustomerHost.At(5), host.View.AsOf);
    }

    [Fact]
    public void Apply_Effects_NameTheirCause()
    {
        var host = new CustomerHost("did \"x\" in the last 1 days") { Offset = 9 };

        host.Track("x", minutes: -10, now: 0);
        host.Track("y", minutes: 3000);

        var (entered, left) = (host.Effects[0], host.Effects[1]);
        Assert.Equal((EffectKind.SegmentEntered, 10L, CustomerHost.Start, Cause.Event), (entered.Kind, entered.Offset, entered.At, entered.Cause));
        Assert.Equal((CustomerHost.At(-10), "s0", 1, 1L), (entered.EventAt!.Value, entered.Segment, entered.Version, entered.Number));
        Assert.Equal((EffectKind.SegmentLeft, Effect.ByTime, CustomerHost.At(1430), Cause.Time), (left.Kind, left.Offset, left.At, left.Cause));
        Assert.Equal((null, 2L), (left.EventAt, left.Number));
    }

    [Fact]
    public void Duplicate_LaterOn_StillLetsTimePass()
    {
        var host = new CustomerHost("did \"x\" in the last 5 minutes");
        host.Apply("\"type\":\"track\",\"event\":\"x\",\"messageId\":\"m\"", 0);

        var outcome = host.Apply("\"type\":\"track\",\"event\":\"x\",\"messageId\":\"m\"", 9);

        Assert.Equal(ApplyOutcome.Duplicate, outcome);
        Assert.Equal([EffectKind.SegmentEntered, EffectKind.SegmentLeft], host.Effects.Select(static effect => effect.Kind));
        Assert.Equal(new Position(1, CustomerHost.At(9)), host.Customer.Position);
    }

    [Fact]
    public void Rejected_LaterOn_LetsTimePassButKeepsTheOffset()
    {
        var host = new CustomerHost("did \"x\" in the last 5 minutes");
        host.Track("x", minutes: 0);

        host.Track(EventName.OrderCompleted, """{"total":"?"}""", minutes: 9);

        Assert.Equal(2, host.Effects.Count);
        Assert.Equal(new Position(0, CustomerHost.At(9)), host.Customer.Position);
    }

    [Fact]
    public void WakeThrough_WithNothingDue_ChangesNothing()
    {
        var host = new CustomerHost("did \"x\" in the last 5 minutes");
        host.Track("x", minutes: 0);

        Assert.False(host.Customer.WakeThrough(CustomerHost.At(4.999), 7, host.Effects));
        Assert.Equal(new Position(0, CustomerHost.Start), host.Customer.Position);
        Assert.True(host.Customer.WakeThrough(CustomerHost.At(5), 7, host.Effects));
        Assert.Equal(new Position(7, CustomerHost.At(5)), host.Customer.Position);
    }

    [Fact]
    public void WakeThrough_InManyStepsOrOne_IsTheSame()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var (one, many) = (new CustomerHost(Rules), new CustomerHost(Rules));
            for (var i = 0; i < 40; i++)
            {
                var now = one.Now.PlusMilliseconds(random.NextInt64(0, (random.Next(5) == 0 ? 40 : 1) * Day));
                for (var left = random.Next(4); left > 0; left--)
                {
                    var between = many.Now.PlusMilliseconds(random.NextInt64(0, now - many.Now + 1));
                    many.Customer.WakeThrough(between, many.Offset, many.Effects);
                }

                many.Customer.WakeThrough(many.Customer.NextWake < now ? many.Customer.NextWake : now, many.Offset, many.Effects);
                (one.Now, many.Now) = (now, now);
                var name = random.Next(3) == 0 ? EventName.OrderCompleted : "x";
                one.Track(name);
                many.Track(name);
            }

            Assert.Equal(one.Effects, many.Effects);
            Assert.Equal(one.Customer.Write(new()), many.Customer.Write(new()));
        }
    }

    [Fact]
    public void Adopt_AtAnyPoint_IsTheFoldThatHadTheRulesAllAlong()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var (always, adopted) = (new CustomerHost(CustomerHost.Definitions(2, Rules)), new CustomerHost(CustomerHost.Definitions(1, Rules[0])));
            var lines = new RandomStream(seed).Lines(60);
            for (var i = 0; i < lines.Count; i++)
            {
                foreach (var host in new[] { always, adopted })
                {
                    host.Now = lines[i].Now;
                    host.Append(lines[i].Json);
                }

                if (i == 30)
                {
                    var before = adopted.Effects.Count;
                    adopted.Customer.Adopt(CustomerHost.Definitions(2, Rules), adopted.Now, adopted.Offset, adopted.History, adopted.Effects);
                    Assert.All(adopted.Effects.Skip(before), static effect => Assert.Equal(Cause.Definition, effect.Cause));
                    Assert.Equal(2, adopted.Customer.DefinitionsVersion);
                }
            }

            Assert.Equal(always.View.Segments.Select(static s => s.Segment), adopted.View.Segments.Select(static s => s.Segment));
            Assert.Equal(always.Customer.NextWake, adopted.Customer.NextWake);
        }
    }

    [Fact]
    public void Read_UnknownFormatOrOtherDefinitions_IsRefused()
    {
        var host = new CustomerHost();
        var state = host.Customer.Write(new()).ToArray();

        Assert.Throws<InvalidDataException>(() => Customer.Read(host.Customer.Key, state, CustomerHost.Definitions(2)));
        state[0] = 99;
        Assert.Throws<InvalidDataException>(() => Customer.Read(host.Customer.Key, state, CustomerHost.Definitions(1)));
    }

    [Fact]
    public void Write_OfAKnownCustomer_ReadsBackTheSameView()
    {
        var host = new CustomerHost(Rules);
        host.Apply("""
            "type":"identify","anonymousId":"z","traits":{"email":"a@b","plan":{"x":1},"n":1.50,"t":true,"gone":null}
            """, 1);
        host.Track(EventName.ProductAdded, """{"sku":1,"price":"3.10","quantity":2,"channel":"web"}""", 2);
        host.Track(EventName.OrderRefunded, """{"order_id":"r"}""", 3);
        host.Apply("""
            "type":"tags","add":["a","B"]
            """, 4);

        var read = Customer.Read(host.Customer.Key, host.Customer.Write(new()), CustomerHost.Definitions(1, Rules));

        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(host.View), System.Text.Json.JsonSerializer.Serialize(read.View()));
        Assert.Equal(host.Customer.Columns(), read.Columns());
        Assert.Equal(host.Customer.Write(new()), read.Write(new()));
    }

    [Fact]
    public void Apply_CommonEvents_AllocatesNextToNothing()
    {
        var host = new CustomerHost();
        var e = Decoded("""{"type":"track","event":"Product Viewed","userId":"1","anonymousId":"z","messageId":"m","properties":{"price":3,"channel":"web"},"context":{"locale":"en","library":{"name":"analytics.js"},"traits":{"plan":"x"}}}""");
        var records = Enumerable.Range(0, 400).Select(i => new CustomerRecord(i, e.ReceivedAt, e with { MessageHash = (ulong)i + 1 })).ToArray();
        foreach (var record in records.AsSpan(0, 300))
        {
            host.Customer.Apply(record, host.Effects);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var record in records.AsSpan(300))
        {
            host.Customer.Apply(record, host.Effects);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 16);
    }

    private static Event Decoded(string json) =>
        EventDecoder.Decode(System.Text.Encoding.UTF8.GetBytes(json), CustomerHost.Start).Event!.Value;
}
