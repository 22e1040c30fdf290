using Crm.Cli.Replay;

namespace Crm.Cli.Tests.Replay;

public class WeekShiftTests
{
    [Theory]
    [InlineData("2018-01-01T03:47:38Z", "2026-11-24T09:00:00Z", "2026-11-23T03:47:38Z")] // yesterday exactly
    [InlineData("2018-01-01T03:47:38Z", "2026-11-23T09:00:00Z", "2026-11-16T03:47:38Z")] // would be today: a week earlier
    [InlineData("2018-01-01T23:59:59Z", "2026-11-24T00:00:00Z", "2026-11-23T23:59:59Z")]
    [InlineData("2018-01-01T00:00:00Z", "2026-11-23T00:00:00Z", "2026-11-16T00:00:00Z")]
    [InlineData("2030-01-01T00:00:00Z", "2026-11-24T00:00:00Z", "2026-11-17T00:00:00Z")] // the future moves back
    public void ToYesterday_AnyDay_EndsAsLateAsWholeWeeksAllow(string last, string now, string expected)
    {
        var shift = WeekShift.ToYesterday(DateTimeOffset.Parse(last, null), DateTimeOffset.Parse(now, null));

        Assert.Equal(DateTimeOffset.Parse(expected, null), shift.Apply(DateTimeOffset.Parse(last, null)));
    }

    [Fact]
    public void Read_Shifted_KeepsWeekdayAndTimeOfDay()
    {
        var events = Orders.Events(["""{"type":"track","event":"X","userId":"1","messageId":"m","timestamp":"2017-03-04T05:06:07.008Z"}""", Orders.Simple], weeks: 3);

        Assert.Equal("2017-03-25T05:06:07.008Z", events[0].Json()["timestamp"]!.GetValue<string>());
        Assert.Equal("2017-01-22T12:30:27.000Z", events[1].Json()["timestamp"]!.GetValue<string>());
    }

    [Fact]
    public void Survey_WrongLines_AreCountedButNotDated()
    {
        var survey = Survey.Of([Orders.Simple, "{", "7", Orders.Line("2", "2017-01-05T00:00:00+02:00")]);

        Assert.Equal(new Survey(4, new(2017, 1, 4, 22, 0, 0, TimeSpan.Zero)), survey);
    }
}
