using Crm.Core.Time;

namespace Crm.Core.Tests.Rules.Language;

public class DurationTests
{
    private const long Day = 86_400_000;

    [Theory]
    [InlineData("P30D", 0, 30 * Day, "P30D", "30 days")]
    [InlineData("P2W", 0, 14 * Day, "P14D", "14 days")]
    [InlineData("PT2H", 0, 7_200_000, "PT2H", "2 hours")]
    [InlineData("PT24H", 0, Day, "P1D", "1 day")]
    [InlineData("P3M", 3, 0, "P3M", "3 months")]
    [InlineData("P1Y", 12, 0, "P1Y", "1 year")]
    [InlineData("PT0.5S", 0, 500, "PT0.5S", "0.5 seconds")]
    [InlineData("PT0.001S", 0, 1, "PT0.001S", "0.001 seconds")]
    [InlineData("P1M2D", 1, 2 * Day, "P1M2D", "1 month 2 days")]
    [InlineData("P1Y1M1W1DT1H1M1.25S", 13, (8 * Day) + 3_661_250, "P13MT694861.25S", "13 months 694861.25 seconds")]
    [InlineData("P100Y", 1200, 0, "P100Y", "100 years")]
    public void Iso_Read_PrintsInTheLargestUnitThatDivides(string iso, int months, long milliseconds, string canonical, string words)
    {
        Assert.True(CalendarDuration.TryParseIso(iso, out var duration));
        Assert.Equal(new CalendarDuration(months, milliseconds), duration);
        Assert.Equal((canonical, words), (duration.ToIsoString(), duration.ToString()));
        Assert.True(CalendarDuration.TryParseIso(duration.ToIsoString(), out var again));
        Assert.Equal(duration, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("P1")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("P0D")]
    [InlineData("-P1D")]
    [InlineData("P-1D")]
    [InlineData("P1.5D")]
    [InlineData("PT1.2345S")]
    [InlineData("P1D2M")]
    [InlineData("p1d")]
    [InlineData(" P1D")]
    [InlineData("P1D\n")]
    [InlineData("P٣D")]
    [InlineData("P1201M")]
    [InlineData("P999999Y999999M")]
    [InlineData("P999999999999D")]
    public void Iso_Wrong_IsRefused(string iso) => Assert.False(CalendarDuration.TryParseIso(iso, out _));
}
