using Crm.Core.Customers;

namespace Crm.Core.Tests.Identity;

/// <summary>Who is one person follows from what was said, not from the order in which it was read.</summary>
public sealed class AnyOrderTests
{
    private const int Seeds = 200;

    // Each person has users, devices and an e-mail address of their own; links between them are drawn so that all of them hang together.
    [Fact]
    public void SameEvents_InAnyOrder_EndInTheSameCustomers()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new Random(seed);
            var said = People(random);
            var first = Play(said);
            for (var order = 0; order < 5; order++)
            {
                var shuffled = said.ToArray();
                random.Shuffle(shuffled);
                var other = Play(shuffled);
                Assert.True(first.SequenceEqual(other), $"seed {seed}: {string.Join(" | ", first)} but {string.Join(" | ", other)} where {string.Join("; ", shuffled.Where(static say => say.Order is null))}");
            }
        }
    }

    // Two people share a device and an address: whoever gets what of it, users stay apart, and no event is lost or counted twice.
    [Fact]
    public void Conflicts_InAnyOrder_MergeNoUsersAndLoseNothing()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new Random(seed);
            Say[] said =
            [
                .. Enumerable.Range(0, 12).Select(i => random.Next(5) switch
                {
                    0 => new Say($"u{random.Next(3)}", $"d{random.Next(2)}", null),
                    1 => new Say($"u{random.Next(3)}", null, "shared@x.test"),
                    2 => new Say(null, $"d{random.Next(2)}", "shared@x.test"),
                    3 => new Say(null, $"d{random.Next(2)}", null, Order: i),
                    _ => new Say($"u{random.Next(3)}", null, null, Order: i),
                }),
            ];
            var shop = Shop(said);
            Assert.All(said.Where(static say => say.User is not null), say => Assert.Equal($"u:{say.User}", shop.Store.Customer($"u:{say.User}")!.Id));
            Assert.Equal(said.Count(static say => say.Order is not null), Orders(shop));
            Assert.Equal(Orders(shop), Orders(shop.Again()));
        }
    }

    private static int Orders(Shop shop) => shop.Store.CustomerIds().Sum(id => shop.Store.Customer(id)!.Figures.Orders);

    private static Say[] People(Random random)
    {
        var said = new List<Say>();
        for (var person = 0; person < 3; person++)
        {
            var ids = Enumerable.Range(0, random.Next(1, 4)).Select(user => (User: (string?)$"{person}u{user}", Device: (string?)null))
                .Concat(Enumerable.Range(0, random.Next(1, 4)).Select(device => (User: (string?)null, Device: (string?)$"{person}d{device}"))).ToArray();
            for (var i = 1; i < ids.Length; i++)
            {
                said.Add(Link(random, ids[random.Next(i)], ids[i], $"p{person}@x.test", said));
            }

            said.AddRange(ids.Select((id, order) => new Say(id.User, id.Device, null, Order: person * 100 + order)));
        }

        return [.. said];
    }

    private static Say Link(Random random, (string? User, string? Device) one, (string? User, string? Device) other, string email, List<Say> said)
    {
        if (one.User is not null && other.User is not null)
        {
            return random.Next(2) == 0 ? new(one.User, null, null, Alias: other.User) : new(other.User, null, null, Alias: one.User);
        }

        if (one.Device is not null && other.Device is not null)
        {
            said.Add(new(null, one.Device, email));
            return new(null, other.Device, email);
        }

        return new(one.User ?? other.User, one.Device ?? other.Device, random.Next(3) == 0 ? email : null);
    }

    private static List<string> Play(Say[] said)
    {
        var shop = Shop(said);
        return [.. shop.Store.CustomerIds().Select(id =>
        {
            var view = shop.Store.Customer(id)!;
            Assert.Equal(id, view.Id);
            return $"{string.Join(",", view.Identities.Order(StringComparer.Ordinal))} orders {view.Figures.Orders} revenue {view.Figures.Revenue} email {Email(view)} in {string.Join(",", view.Segments.Select(static segment => segment.Segment))}";
        })];
    }

    private static Shop Shop(Say[] said)
    {
        var shop = new Shop().Segment("twice", "did \"Order Completed\" at least 2 times").Segment("known", "email is known").Segment("many", "orders >= 3");
        foreach (var (user, device, email, alias, order) in said)
        {
            _ = alias is not null ? shop.Alias(user!, alias)
                : order is { } number ? shop.Track("Order Completed", new { order_id = number, total = 10 }, user, device)
                : shop.Identify(user, device, email is null ? null : new { email });
        }

        return shop;
    }

    private static string? Email(CustomerView view) => view.Fields.FirstOrDefault(static field => field.Name == "email")?.Value;

    private sealed record Say(string? User, string? Device, string? Email, string? Alias = null, int? Order = null)
    {
        public override string ToString() => string.Join("~", new[] { User, Device, Email, Alias }.OfType<string>());
    }
}
