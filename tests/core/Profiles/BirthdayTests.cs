using Crm.Core.Customers;
using Crm.Core.Profiles;
using Crm.Core.Rules.Text;
using Crm.Core.Tests.Customers;
using Crm.Core.Time;

namespace Crm.Core.Tests.Profiles;

public class BirthdayTests
{
    private static readonly CalendarDuration[] Lengths = [new(0, 86_400_000), new(0, 7 * 86_400_000L), new(0, 90_000_000), new(1, 0), new(2, 86_400_000), new(12, 0), new(13, 0)];

    private const int Days = 5 * 365;

    private static readonly DateOnly First = new(2023, 1, 1);

    /// <summary>Every day of five years, by counting days one by one.</summary>
    [Theory]
    [InlineData("1992-02-29")]
    [InlineData("1990-01-31")]
    [InlineData("2001-12-31")]
    [InlineData("1985-03-01")]
    public void IsWithin_EveryDay_IsWhatCountingGives(string birth)
    {
        var born = DateOnly.Parse(birth, null);
        foreach (var length in Lengths)
        {
            var counted = Enumerable.Range(0, Days + 800).Select(day => Counted(born, First.AddDays(day), length)).ToArray();
            for (var today = 0; today < Days; today++)
            {
                Assert.True(Birthday.IsWithin(born, First.AddDays(today), length) == counted[today], $"{birth} {First.AddDays(today)} {length}");
                var said = Birthday.NextChange(born, First.AddDays(today), length).DayNumber - First.DayNumber;
                Assert.InRange(said, today + 1, today + 800);
                Assert.DoesNotContain(!counted[today], counted[today..said]);
            }
        }
    }

    [Theory]
    [InlineData("1992-02-29", "2023-02-27", 30)]
    [InlineData("1992-02-29", "2023-02-28", 31)]
    [InlineData("1992-02-29", "2024-02-28", 31)]
    [InlineData("1992-02-29", "2024-02-29", 32)]
    [InlineData("2024-03-02", "2024-03-01", 0)]
    public void Age_AroundABirthday_GrowsOnIt(string birth, string today, int age) =>
        Assert.Equal(age, Birthday.Age(DateOnly.Parse(birth, null), DateOnly.Parse(today, null)));

    [Fact]
    public void Rules_AsTimePasses_FlipAtLocalMidnight()
    {
        var host = new CustomerHost("age >= 34", "birthday in the next 7 days", "birthDate before 1990-06-01");
        host.Apply("""
            "type":"identify","traits":{"birthday":"1990-05-17"}
            """);

        host.Customer.WakeThrough(CustomerHost.Start.PlusMilliseconds(100 * 86_400_000L), host.Offset, host.Effects);

        Assert.Equal(
            ["2024-03-01T00:00:00.000Z SegmentEntered s2", "2024-05-11T00:00:00.000Z SegmentEntered s1", "2024-05-17T00:00:00.000Z SegmentEntered s0", "2024-05-18T00:00:00.000Z SegmentLeft s1"],
            host.Effects.Select(static effect => $"{effect.At} {effect.Kind} {effect.Segment}"));
    }

    /// <summary>However near to the birthday it becomes known.</summary>
    [Theory]
    [InlineData(-2, "2024-03-03")]
    [InlineData(-1, "2024-03-02")]
    [InlineData(0, "2025-03-01")]
    [InlineData(1, "2025-02-28")]
    public void Age_LearntAroundTheBirthday_GrowsOnTheNext(int day, string grows)
    {
        var host = new CustomerHost("age = 30", "age = 31");
        var born = new DateOnly(grows.StartsWith("2024", StringComparison.Ordinal) ? 1993 : 1994, 3, 1).AddDays(-day);
        host.Apply($"\"type\":\"identify\",\"traits\":{{\"birthday\":\"{born:yyyy-MM-dd}\"}}");

        host.Customer.WakeThrough(CustomerHost.Start.PlusMilliseconds(366 * 86_400_000L), host.Offset, host.Effects);

        Assert.Equal($"{grows}T00:00:00.000Z", host.Effects.Single(static effect => effect is { Segment: "s1", Kind: EffectKind.SegmentEntered }).At.ToString());
    }

    [Fact]
    public void Text_OfAnotherComparison_IsRefusedWithWhatItTakes() =>
        Assert.Contains("comes every year", Assert.Single(RuleText.Parse("birthday before 2024-01-01").Errors).Message, StringComparison.Ordinal);

    private static bool Counted(DateOnly born, DateOnly today, CalendarDuration length)
    {
        var end = today.AddMonths(length.Months);
        for (var left = length.Milliseconds; left > 0; left -= 86_400_000)
        {
            end = end.AddDays(1);
        }

        for (var day = today; day < end; day = day.AddDays(1))
        {
            var falls = born is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(day.Year) ? (2, 28) : (born.Month, born.Day);
            if ((day.Month, day.Day) == falls)
            {
                return true;
            }
        }

        return false;
    }
}
