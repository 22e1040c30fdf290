using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Profiles;
using Crm.Core.Tests.Customers;
using Crm.Core.Time;

namespace Crm.Core.Tests.Profiles;

public class StageTests
{
    private const double Day = 24 * 60;

    [Fact]
    public void Stages_FromVisitorToLost_ChangeAtTheirInstants()
    {
        var host = new CustomerHost(CustomerHost.Definitions(1, "stage = \"slipping\"", "stage in (\"lost\", \"slipping\")"), "a:x");
        Append(host, 0, "\"type\":\"page\"");
        Append(host, 10, "\"type\":\"identify\",\"traits\":{\"email\":\"a@x.y\"}");
        for (var order = 1; order <= 4; order++)
        {
            Append(host, 20 * order, $"\"type\":\"track\",\"event\":\"Order Completed\",\"properties\":{{\"order_id\":{order},\"total\":1}}");
        }

        host.Customer.WakeThrough(CustomerHost.At(400 * Day), host.Offset, host.Effects);

        Assert.Equal(
            [
                $"lost {CustomerHost.At(80 + 180 * Day)}", $"slipping {CustomerHost.At(80 + 90 * Day)}", $"loyal {CustomerHost.At(80)}", $"repeat {CustomerHost.At(40)}",
                $"firstOrder {CustomerHost.At(20)}", $"lead {CustomerHost.At(10)}", $"visitor {CustomerHost.At(0)}",
            ],
            host.View.Stages.Select(static stage => $"{stage.Stage} {stage.Since}"));
        Assert.Equal(
            [$"SegmentEntered s0 {CustomerHost.At(80 + 90 * Day)}", $"SegmentEntered s1 {CustomerHost.At(80 + 90 * Day)}", $"SegmentLeft s0 {CustomerHost.At(80 + 180 * Day)}"],
            host.Effects.Where(static effect => effect.Segment is not null).Select(static effect => $"{effect.Kind} {effect.Segment} {effect.At}"));
    }

    /// <summary>The next change is the first millisecond that differs, found by looking for it.</summary>
    [Fact]
    public void Of_AnyCustomer_ChangesExactlyWhenItSays()
    {
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            var settings = new StageSettings(random.Next(2, 6), random.Next(1, 50), random.Next(51, 100));
            var (orders, last) = (random.Next(7), CustomerHost.At(random.Next(1_000)));
            var now = last.PlusMilliseconds(random.NextInt64(0, 120) * 86_400_000 + random.Next(-1, 2));
            var stage = settings.Of(orders, orders == 0 ? null : last, true, now, out var next);

            Assert.Equal(Said(settings, orders, last, now), stage);
            if (next == Instant.Never)
            {
                Assert.Contains(stage, new[] { LifeStage.Lead, LifeStage.Lost });
                continue;
            }

            Assert.Equal(stage, settings.Of(orders, last, true, next.PlusMilliseconds(-1), out _));
            Assert.NotEqual(stage, settings.Of(orders, last, true, next, out _));
        }
    }

    [Fact]
    public void Adopt_OtherSettings_JudgesAgain()
    {
        var host = new CustomerHost(CustomerHost.Definitions(1, "stage = \"lost\""));
        host.Track("Order Completed", """{"order_id":1,"total":1}""");
        var next = CustomerHost.Definitions(2, "stage = \"lost\"").Set with { Profile = new() { Stages = new(4, 1, 2) } };

        host.Customer.Adopt(StoreDefinitions.Compile(next), CustomerHost.At(3 * Day), 1, [], host.Effects);

        Assert.Equal(Cause.Definition, host.Effects.Single(static effect => effect.Kind == EffectKind.SegmentEntered).Cause);
        Assert.Equal("lost", host.View.Stages[0].Stage);
    }

    [Fact]
    public void Read_OfASnapshotBeforeStages_HasTheStageAndItsNextChange()
    {
        var definitions = CustomerHost.Definitions(1);
        var host = new CustomerHost(definitions);
        host.Apply("\"type\":\"identify\",\"public\":true,\"traits\":{\"email\":\"a@x.y\"}");
        host.Apply("\"type\":\"alias\"");
        var bytes = host.Customer.Write(new());
        var rare = bytes.Length - Rare(host);
        byte[] older = [2, .. bytes[1..rare]];

        var read = Customer.Read(host.Customer.Key, older, definitions);

        Assert.Equal(["lead"], read.View().Stages.Select(static stage => stage.Stage));
        Assert.Equal("a@x.y", read.View().Fields.Single(static field => field.Name == "email").Value);
        Assert.Equal(Instant.Never, read.NextWake);

        // What the rare parts of such a customer are: the bits in two bytes, and one stage with its instant.
        static int Rare(CustomerHost host)
        {
            var writer = new Core.Storage.SnapshotWriter();
            writer.Unsigned(256);
            var history = new StageHistory();
            history.Enter(LifeStage.Lead, host.View.Stages[0].Since);
            history.Write(writer);
            return writer.ToArray().Length;
        }
    }

    [Fact]
    public void Stages_BeyondTheLimit_AreTheNewest()
    {
        var history = new StageHistory();
        for (var i = 0; i < 15; i++)
        {
            history.Enter((LifeStage)(i % 7 + 1), CustomerHost.At(i));
        }

        Assert.Equal(Enumerable.Range(5, CustomerLimits.Stages).Select(static i => CustomerHost.At(i)), history.All.ToArray().Select(static one => one.Since));
    }

    private static LifeStage Said(StageSettings settings, int orders, Instant last, Instant now) =>
        orders == 0 ? LifeStage.Lead
        : now - last >= settings.LostDays * 86_400_000L ? LifeStage.Lost
        : now - last >= settings.SlippingDays * 86_400_000L ? LifeStage.Slipping
        : orders >= settings.LoyalOrders ? LifeStage.Loyal
        : orders > 1 ? LifeStage.Repeat : LifeStage.FirstOrder;

    private static void Append(CustomerHost host, double minute, string members)
    {
        host.Now = CustomerHost.At(minute);
        host.Append($$"""{"anonymousId":"x","timestamp":"{{host.Now}}",{{members}}}""");
    }
}
