using Crm.Core.Time;
using Crm.Grains.Triggers;

namespace Crm.Grains.Tests.Triggers;

public class RetryPolicyTests
{
    private static readonly Instant Now = new(1_800_000_000_000);

    [Theory]
    [InlineData(ActionFailure.Unreachable)]
    [InlineData(ActionFailure.Busy)]
    public void Next_MayPass_DoublesToAnHourAndEndsAfterADay(ActionFailure failure)
    {
        double[] expected = [.. Enumerable.Range(0, 12).Select(static i => Math.Pow(2, i)), .. Enumerable.Repeat(3600.0, 23)];

        Assert.Equal(RetryPolicy.Attempts - 1, expected.Length);
        for (var attempt = 1; attempt <= expected.Length; attempt++)
        {
            AssertAbout(expected[attempt - 1], Seconds(failure, attempt, "act_1")!.Value);
        }

        Assert.Null(Seconds(failure, RetryPolicy.Attempts, "act_1"));
        Assert.Null(Seconds(failure, int.MaxValue, "act_1"));
        Assert.InRange(expected.Sum() / 3600, 24, 24.2);
    }

    [Fact]
    public void Next_Refused_IsTriedFourTimesMore()
    {
        double[] expected = [10, 60, 600, 3600];
        for (var attempt = 1; attempt <= expected.Length; attempt++)
        {
            AssertAbout(expected[attempt - 1], Seconds(ActionFailure.Refused, attempt, "act_1")!.Value);
        }

        Assert.Null(Seconds(ActionFailure.Refused, 5, "act_1"));
    }

    [Fact]
    public void Next_Forbidden_IsGivenUpAtOnce() => Assert.Null(Seconds(ActionFailure.Forbidden, 1, "act_1", TimeSpan.FromSeconds(5)));

    [Fact]
    public void Next_SameActionAndAttempt_IsTheSame() =>
        Assert.Equal(Seconds(ActionFailure.Busy, 20, "act_1"), Seconds(ActionFailure.Busy, 20, "act_1"));

    [Fact]
    public void Next_ManyActions_AreSpreadEvenly()
    {
        var waits = Enumerable.Range(0, 10_000).Select(static i => Seconds(ActionFailure.Busy, 20, $"act_{i}")!.Value).ToList();

        Assert.All(waits, static wait => AssertAbout(3600, wait));
        Assert.InRange(waits.Average(), 3580, 3620);
        var fifths = waits.CountBy(static wait => (int)((wait - 2880) / 288)).ToDictionary();
        Assert.Equal(5, fifths.Count);
        Assert.All(fifths.Values, static count => Assert.InRange(count, 1_800, 2_200));
    }

    [Theory]
    [InlineData(30, 30)] // longer than the table's 1 s
    [InlineData(0, 1)]
    [InlineData(-30, 1)]
    [InlineData(86_400, 3_600)]
    public void Next_RetryAfter_IsWaitedFor(int asked, int expected) =>
        Assert.InRange(Seconds(ActionFailure.Busy, 1, "act_1", TimeSpan.FromSeconds(asked))!.Value, expected, expected * 1.2);

    [Fact]
    public void Next_RetryAfterShorterThanTheTable_ChangesNothing() =>
        Assert.Equal(Seconds(ActionFailure.Busy, 20, "act_1"), Seconds(ActionFailure.Busy, 20, "act_1", TimeSpan.FromSeconds(1)));

    [Fact]
    public void Next_RetryAfterOnTheLastAttempt_IsGivenUp() =>
        Assert.Null(Seconds(ActionFailure.Busy, RetryPolicy.Attempts, "act_1", TimeSpan.FromSeconds(1)));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Next_NoAttempt_Throws(int attempt) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Seconds(ActionFailure.Busy, attempt, "act_1"));

    private static double? Seconds(ActionFailure failure, int attempt, string key, TimeSpan? retryAfter = null) =>
        RetryPolicy.Next(failure, attempt, retryAfter, key, Now) is { } next ? (next - Now) / 1000.0 : null;

    private static void AssertAbout(double expected, double actual) => Assert.InRange(actual, (expected * 0.8) - 0.001, expected * 1.2);
}
