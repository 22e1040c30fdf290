using System.Text;
using Crm.Core.Customers;
using Crm.Core.Events;

namespace Crm.Core.Tests.Identity;

/// <summary>The sums by day are those of the customers' figures, whatever happens to orders and customers.</summary>
public sealed class DaySumTests
{
    private const int Seeds = 300;
    private const int Steps = 60;
    private const int Day = 86_400;

    private static readonly string[] Names = [EventName.OrderCompleted, EventName.OrderCompleted, EventName.OrderUpdated, EventName.OrderRefunded, EventName.OrderCancelled];

    // Late, repeated and of orders that several know; devices and users that are merged, in chains, parted, and erased: what who is erased had stays in the sums.
    [Fact]
    public void AnyHistory_AfterEachStep_SumsEqualTheFigures()
    {
        var moved = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new Random(seed);
            var shop = new Shop();
            var gone = default(DayFigures);
            for (var step = 0; step < Steps; step++)
            {
                gone += Happen(shop, random, step);
                var (days, figures) = (Days(shop), Figures(shop) + gone);
                Assert.True((figures with { Cancelled = days.Cancelled }) == days, $"seed {seed}, step {step}: days {days}, figures {figures}");
            }

            moved += shop.Store.Effects.Count(static effect => effect.Effect is { Kind: EffectKind.OrdersMoved, Cause: Cause.Merge });
        }

        Assert.True(moved > Seeds / 10, "Merges are to change sums too: by orders that both know.");
    }

    /// <returns>What went with who was erased.</returns>
    private static DayFigures Happen(Shop shop, Random random, int step)
    {
        var (user, device) = ($"{random.Next(4)}", $"d{random.Next(3)}");
        switch (random.Next(20))
        {
            case 0:
                shop.Identify(user, device, random.Next(2) == 0 ? null : new { email = $"p{random.Next(3)}@x.test" }, step);
                break;
            case 1:
                shop.Alias(user, $"{random.Next(4)}", step);
                break;
            case 2:
                shop.Again();
                break;
            case 3 when shop.Store.Customer(user)?.Identities is [_, ..] parts:
                shop.Store.Unmerge(user, parts[random.Next(parts.Length)]);
                break;
            case 4 when random.Next(3) == 0:
                var before = Figures(shop);
                shop.Store.Append(Encoding.UTF8.GetBytes($$"""{"type":"erase","userId":"{{user}}","timestamp":"{{shop.Store.Now}}"}""")); // not to be repeated: somebody new may be there
                return before + -Figures(shop);
            default:
                var at = (step * Day / 10) - (random.Next(4) == 0 ? random.Next(3 * Day) : 0);
                object order = random.Next(5) == 0 ? new { order_id = random.Next(12) } : new { order_id = random.Next(12), total = random.Next(1, 90) + 0.5m };
                shop.Track(Names[random.Next(Names.Length)], order, random.Next(3) > 0 ? user : null, random.Next(3) == 0 ? device : random.Next(2) == 0 ? null : device, at);
                break;
        }

        return default;
    }

    private static DayFigures Days(Shop shop) => shop.Store.Effects.Where(static effect => effect.Effect.Kind == EffectKind.OrdersMoved)
        .Select(static effect => effect.Effect.Day!).Aggregate(default(DayFigures), static (sum, day) => sum + day.Figures);

    private static DayFigures Figures(Shop shop) => shop.Store.CustomerIds().Select(id => shop.Store.Customer(id)!.Figures)
        .Aggregate(default(DayFigures), static (sum, figures) => sum + new DayFigures(figures.Orders, figures.Revenue, 0, figures.Refunded));
}
