using System.Globalization;
using System.Text;
using Crm.Core.Customers;
using Crm.Core.Events;

namespace Crm.Core.Tests.Customers;

/// <summary>The fold is what the slow model says, after every record of random streams.</summary>
public class FoldModelTests
{
    private static readonly string[] Rules =
    [
        "did \"Product Viewed\" where category = \"Shoes\" at least 2 times in the last 7 days",
        "last \"Order Completed\" more than 30 days ago",
        "rfm in (\"Champions\", \"Loyal Customers\", \"Promising\")",
        "revenue >= 500 and not did \"Order Refunded\" in the last 20 days",
        "lastSeen more than 10 days ago or has tag \"vip\"",
        "traits.score = 1 and country = \"BR\"",
        "cart.items > 2 and did \"Product Added\" in the last 2 hours",
    ];

    [Fact]
    public void Apply_RandomStream_IsWhatTheModelSays()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var (host, model, lines) = (new CustomerHost(), new SlowModel(), new RandomStream(seed).Lines(60));
            for (var i = 0; i < lines.Count; i++)
            {
                host.Now = lines[i].Now;
                var outcome = host.Append(lines[i].Json);
                var at = $"seed {seed}, record {i}: {lines[i].Json}";
                Assert.True(model.Add(lines[i]) == Name(outcome.Kind), at);
                if (outcome.Kind == ApplyKind.Applied)
                {
                    Assert.True(model.Describe(host.Now) == Describe(host.View), $"{at}\n{model.Describe(host.Now)}\n{Describe(host.View)}");
                }
            }
        }
    }

    [Fact]
    public void Read_AtRandomPoints_IsAnUnbrokenFold()
    {
        var definitions = CustomerHost.Definitions(3, Rules);
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (unbroken, broken) = (new CustomerHost(definitions), new CustomerHost(definitions));
            foreach (var line in new RandomStream(seed).Lines(120))
            {
                foreach (var host in new[] { unbroken, broken })
                {
                    host.Now = line.Now;
                    host.Append(line.Json);
                }

                if (random.Next(3) == 0)
                {
                    broken.Customer = Customer.Read(broken.Customer.Key, broken.Customer.Write(new()), definitions);
                }

                Assert.Equal(unbroken.Customer.NextWake, broken.Customer.NextWake);
                Assert.Equal(unbroken.Customer.Position, broken.Customer.Position);
            }

            Same(unbroken, broken, seed);
            Assert.Contains(unbroken.Effects, static effect => effect.Cause == Cause.Time);
            foreach (var host in new[] { unbroken, broken })
            {
                host.Customer.WakeThrough(host.Now.PlusMilliseconds(500 * 86_400_000L), host.Offset, host.Effects);
            }

            Same(unbroken, broken, seed);
        }
    }

    [Fact]
    public void Apply_WithResendsAndRejectedRecords_IsTheFoldWithoutThem()
    {
        var definitions = CustomerHost.Definitions(3, Rules);
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (plain, disturbed) = (new CustomerHost(definitions), new CustomerHost(definitions));
            var lines = new RandomStream(seed).Lines(100, invalid: false, duplicates: false);
            foreach (var line in lines)
            {
                plain.Offset = disturbed.Offset; // so that the record has the same offset for both
                foreach (var host in new[] { plain, disturbed })
                {
                    host.Now = line.Now;
                    Assert.Equal(ApplyKind.Applied, host.Append(line.Json).Kind);
                }

                for (var left = random.Next(3); left > 0 && line.Json.Contains("messageId", StringComparison.Ordinal); left--)
                {
                    Assert.Equal(ApplyKind.Duplicate, disturbed.Append(line.Json).Kind);
                    Assert.Equal(ApplyKind.Rejected, disturbed.Track(EventName.OrderCompleted, """{"order_id":"1","total":"?"}""").Kind);
                }
            }

            plain.Offset = disturbed.Offset;
            plain.Track("Last");
            disturbed.Track("Last");
            Same(plain, disturbed, seed);
        }
    }

    [Fact]
    public void Orders_InAnyOrderOfArrival_GiveOneResult()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var lines = new RandomStream(seed).Lines(30, invalid: false, duplicates: false)
                .Where(static line => line.Json.Contains("\"Order ", StringComparison.Ordinal)).DistinctBy(static line => line.Json.Split("timestamp")[1][..28]).ToArray();
            var figures = new HashSet<string>();
            for (var i = 0; i < 5; i++)
            {
                var host = new CustomerHost { Now = lines.Max(static line => line.Now) };
                random.Shuffle(lines);
                foreach (var line in lines)
                {
                    host.Append(line.Json);
                }

                figures.Add(Describe(host.View).Split('\n')[0]);
            }

            Assert.Single(figures);
        }
    }

    private static void Same(CustomerHost expected, CustomerHost actual, int seed)
    {
        Assert.Equal(expected.Effects, actual.Effects);
        Assert.True(expected.Customer.Write(new()).SequenceEqual(actual.Customer.Write(new())), $"seed {seed}");
        Assert.Equal(Describe(expected.View), Describe(actual.View));
        Assert.Equal(expected.View.Segments.ToArray(), actual.View.Segments.ToArray());
    }

    private static string Name(ApplyKind kind) => kind switch { ApplyKind.Applied => "applied", ApplyKind.Duplicate => "duplicate", _ => "rejected" };

    private static string Describe(CustomerView view)
    {
        var figures = view.Figures;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"orders {figures.Orders} {figures.Revenue:0.######} {figures.Refunded:0.######} {figures.FirstOrder} {figures.LastOrder}\n");
        text.Append(CultureInfo.InvariantCulture, $"seen {figures.FirstSeen} {figures.LastSeen} {figures.Sessions}\n");
        text.Append(CultureInfo.InvariantCulture, $"rfm {view.Rfm?.Scores ?? default}\n");
        text.Append(CultureInfo.InvariantCulture, $"stage {view.Stages[0].Stage}\n");
        text.Append(CultureInfo.InvariantCulture, $"email {Quoted("email")} country {Quoted("country")} plan {Trait("plan")} score {Trait("score")}\n");
        text.Append(CultureInfo.InvariantCulture, $"channel {Field("channel")} {Field("firstChannel")} language {Field("language")} tags {string.Join(',', view.Tags)}\n");
        return text.ToString();

        string? Field(string name) => view.Fields.FirstOrDefault(field => field.Name == name)?.Value;
        string Quoted(string name) => Field(name) is { } known ? $"\"{known.ToLowerInvariant()}\"" : "";
        string? Trait(string name) => view.Traits.FirstOrDefault(trait => trait.Name == name)?.Json;
    }
}
