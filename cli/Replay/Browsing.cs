namespace Crm.Cli.Replay;

/// <summary>
/// Makes up the visit around a real order, from nothing but the order: the same order always has the same visit.
/// At most 3 views and 1 cart before it, or 1 and 1 before it and an abandoned cart some days later.
/// </summary>
internal static class Browsing
{
    /// <summary>No visit starts earlier than this before its order.</summary>
    public static readonly TimeSpan LongestVisit = TimeSpan.FromMinutes(60);

    public static IEnumerable<ReplayEvent> Around(Order order, DateTimeOffset at, int line)
    {
        if (order.Products.Length == 0)
            return [];
        var dice = new Dice(order.OrderId);
        var abandons = dice.Roll(8) == 0;
        var before = Before(order, at, line, dice, views: abandons ? 1 : 1 + dice.Roll(3));
        return abandons ? before.Concat(Abandoned(order, at, line, dice)) : before;
    }

    private static List<ReplayEvent> Before(Order order, DateTimeOffset at, int line, Dice dice, int views)
    {
        var events = new List<ReplayEvent>(4);
        var when = at.AddMinutes(-35 - dice.Roll(20));
        for (var i = 0; i < Math.Min(views, order.Products.Length); i++)
        {
            events.Add(Event("Product Viewed", $":view{i + 1}", order, order.Products[i], when, line));
            when = when.AddSeconds(30 + dice.Roll(300));
        }
        events.Add(Event("Product Added", ":cart", order, order.Products[0], when, line));
        return events;
    }

    private static ReplayEvent[] Abandoned(Order order, DateTimeOffset at, int line, Dice dice)
    {
        var when = at.AddDays(1 + dice.Roll(5)).AddMinutes(dice.Roll(240));
        var product = order.Products[^1];
        return
        [
            Event("Product Viewed", ":again", order, product, when, line),
            Event("Product Added", ":left", order, product, when.AddSeconds(45 + dice.Roll(200)), line),
        ];
    }

    private static ReplayEvent Event(string name, string suffix, Order order, OrderProduct product, DateTimeOffset at, int line) =>
        new(at, line, OrderEvents.Browsed(name, suffix, order, product, at));

    /// <summary>SplitMix64 seeded by FNV-1a of the order id: unlike <see cref="Random"/>, promised never to change.</summary>
    private sealed class Dice
    {
        private ulong _state = 14695981039346656037;

        public Dice(string seed)
        {
            foreach (var c in seed)
                _state = (_state ^ c) * 1099511628211;
        }

        public int Roll(int sides)
        {
            var z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)((z ^ (z >> 31)) % (ulong)sides);
        }
    }
}
