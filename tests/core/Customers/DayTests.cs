using System.Globalization;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Rfm;

namespace Crm.Core.Tests.Customers;

/// <summary>What orders add to the sums of their days.</summary>
public class DayTests
{
    // Steps as in OrderTests: c/u/r/x for completed, updated, refunded, cancelled, then order, amount ('-' for none) and minute; a day has 1,440.
    // Expected: what each step adds, by day: orders, revenue, cancelled, refunded.
    [Theory]
    [InlineData("c a 10 1", "1: 1 10 0 0")]
    [InlineData("c a 10 1,c a 15 2", "1: 1 10 0 0|1: 0 5 0 0")]
    [InlineData("c a 15 2,c a 10 1", "1: 1 15 0 0|")] // late, and of the same day
    [InlineData("c a 15 1441,c a 10 1", "2: 1 15 0 0|1: 1 15 0 0, 2: -1 -15 0 0")] // late: it was the day before
    [InlineData("u a 12 1441,c a 10 1", "2: 1 12 0 0|1: 1 12 0 0, 2: -1 -12 0 0")]
    [InlineData("c a 10 1,u a 12 2000", "1: 1 10 0 0|1: 0 2 0 0")]
    [InlineData("c a 10 1,x a - 2000", "1: 1 10 0 0|1: -1 -10 1 0")]
    [InlineData("c a 10 1,r a 4 2000,x a - 3000", "1: 1 10 0 0|1: 0 0 0 4|1: -1 -10 1 -4")]
    [InlineData("c a 10 1,r a 4 2000,r a - 3000,r a - 3001", "1: 1 10 0 0|1: 0 0 0 4|1: 0 0 0 6|")]
    [InlineData("r a 4 1,c a 10 1441", "-: 0 0 0 4|-: 0 0 0 -4, 2: 1 10 0 4")] // undated until the order is known
    [InlineData("x a - 1,c a 10 1441", "|2: 0 0 1 0")]
    [InlineData("c a 10 1,c b 20 1500", "1: 1 10 0 0|2: 1 20 0 0")]
    [InlineData("c a 0 1,u a - 2", "1: 1 0 0 0|")]
    public void Orders_StepByStep_AddToTheirOwnDay(string steps, string expected)
    {
        var host = new CustomerHost();
        var told = new List<string>();
        foreach (var step in steps.Split(',').Select(static step => step.Split(' ')))
        {
            var name = step[0] switch { "c" => EventName.OrderCompleted, "u" => EventName.OrderUpdated, "r" => EventName.OrderRefunded, _ => EventName.OrderCancelled };
            var total = step[2] == "-" ? "" : $",\"total\":{step[2]}";
            host.Effects.Clear();
            host.Track(name, $$"""{"order_id":"{{step[1]}}"{{total}}}""", int.Parse(step[3], null), now: 5_000);
            told.Add(string.Join(", ", Days(host.Effects).Select(static day => $"{Name(day.Day)}: {Text(day.Figures)}")));
        }

        Assert.Equal(expected, string.Join('|', told));
    }

    [Fact]
    public void Order_InAnotherZone_IsOfTheLocalDay()
    {
        var set = new DefinitionSet(new("shop", StoreClock.Wall, "America/Sao_Paulo"), 1, [], RfmSettings.Default);
        var host = new CustomerHost(StoreDefinitions.Compile(set));

        host.Track(EventName.OrderCompleted, """{"order_id":"a","total":1}""", 60); // one o'clock on 1 March, ten in the evening there

        Assert.Equal(new DateOnly(2024, 2, 29), Assert.Single(Days(host.Effects)).Day);
    }

    [Fact]
    public void OtherEvents_AndRefusedOrders_AddNothing()
    {
        var host = new CustomerHost();
        host.Track(EventName.OrderCompleted, """{"order_id":"a","total":1}""");
        host.Effects.Clear();

        host.Track("Product Viewed");
        host.Track(EventName.OrderCompleted, """{"order_id":"b","total":"x"}""");
        host.Apply("\"type\":\"identify\",\"traits\":{\"email\":\"a@x.test\"}");

        Assert.Empty(Days(host.Effects));
    }

    private static IEnumerable<DayChange> Days(IEnumerable<Effect> effects) =>
        effects.Where(static effect => effect.Kind == EffectKind.OrdersMoved).Select(static effect => effect.Day!);

    private static string Name(DateOnly day) =>
        day == DayChange.Undated ? "-" : (day.DayNumber - DateOnly.FromDateTime(CustomerHost.Start.ToDateTimeOffset().DateTime).DayNumber + 1).ToString(CultureInfo.InvariantCulture);

    private static string Text(DayFigures figures) =>
        string.Create(CultureInfo.InvariantCulture, $"{figures.Orders} {figures.Revenue} {figures.Cancelled} {figures.Refunded}");
}
