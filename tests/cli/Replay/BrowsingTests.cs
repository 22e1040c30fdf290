using Crm.Cli.Replay;

namespace Crm.Cli.Tests.Replay;

public class BrowsingTests
{
    private static readonly string[] Lines =
        [.. Enumerable.Range(0, 400).Select(static i => Orders.Line($"o{i}", $"2017-02-{1 + (i / 20):00}T{i % 20:00}:15:00Z", $"{i % 17}"))];

    [Fact]
    public void Read_Twice_GivesTheSameBytes()
    {
        Assert.Equal(
            Orders.Events(Lines, browse: true).Select(static one => Convert.ToHexString(one.Json)),
            Orders.Events(Lines, browse: true).Select(static one => Convert.ToHexString(one.Json)));
    }

    [Fact]
    public void Read_AnOrderAlone_HasTheVisitThatItHasAmongOthers()
    {
        var among = Orders.Events(Lines, browse: true).Where(static one => one.MessageId().StartsWith("order:o7:", StringComparison.Ordinal));
        var alone = Browsing.Around(
            System.Text.Json.JsonSerializer.Deserialize(Lines[7], OrderJson.Default.Order)!, new(2017, 2, 1, 7, 15, 0, TimeSpan.Zero), 8);

        Assert.Equal(alone.Select(static one => Convert.ToHexString(one.Json)), among.Select(static one => Convert.ToHexString(one.Json)));
    }

    [Fact]
    public void Read_WithBrowsing_ComesInOrderOfTimeWithinTheFile()
    {
        var events = Orders.Events(Lines, browse: true);

        Assert.Equal(events.Select(static one => one.At).Order(), events.Select(static one => one.At));
        Assert.Equal("Order Completed", events[^1].Name());
        Assert.Equal(events.Count, events.Select(static one => one.MessageId()).Distinct().Count());
    }

    [Fact]
    public void Read_WithBrowsing_KeepsEveryOrderAndMarksTheRest()
    {
        var events = Orders.Events(Lines, browse: true);

        Assert.Equal(400, events.Count(static one => one.Name() == "Order Completed"));
        Assert.All(events, static one => Assert.Equal(
            one.Name() != "Order Completed", one.Json()["context"]!["generated"]?.GetValue<bool>() ?? false));
    }

    [Fact]
    public void Around_EveryOrder_AtMostFourEventsWithinTheHourBefore()
    {
        var at = new DateTimeOffset(2017, 2, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (var line in Lines)
        {
            var order = System.Text.Json.JsonSerializer.Deserialize(line, OrderJson.Default.Order)!;
            var made = Browsing.Around(order, at, 1).ToList();
            Assert.InRange(made.Count, 2, 4);
            Assert.All(made, one => Assert.True(one.At > at - Browsing.LongestVisit && one.At != at));
        }
    }
}
