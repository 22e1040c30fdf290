using Crm.Core.Definitions;
using Crm.Core.Rfm;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Rules.Text;
using Crm.Core.Time;

namespace Crm.Core.Tests.Definitions;

public sealed class MemoryTests
{
    private static readonly DefinitionSet Empty = new(new("shop", StoreClock.Log), 1, [], RfmSettings.Default);

    [Theory]
    [InlineData("did \"A\" at least 16384 times in the last 7 days", EditStatus.Done)]
    [InlineData("did \"A\" at least 16385 times in the last 7 days", EditStatus.TooLarge)]
    [InlineData("did \"A\" at least 1000000 times", EditStatus.Done)]
    [InlineData("opened any message at least 20000 times this month", EditStatus.TooLarge)]
    [InlineData("same x of \"A\" at least 2 times and same y of \"A\" at least 2 times and same x of \"B\" at least 2 times and same y of \"B\" at least 2 times", EditStatus.Done)]
    public void Put_ARuleThatCouldKeepTooMuch_IsRefused(string rule, EditStatus status)
    {
        var edit = Put(Empty, "a", rule);
        Assert.Equal(status, edit.Status);
        Assert.Equal(status == EditStatus.TooLarge, edit.Detail?.Contains("at most 128 KB are allowed", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void Put_WithWhatTheStoreHasTooMuch_IsRefused_TheSamePartAgainIsNot()
    {
        var (current, count) = (Empty, 0);
        DefinitionEdit edit;
        while ((edit = Put(current, $"s{count}", $"did \"{count}\" at least 16000 times in the last 7 days")).Status == EditStatus.Done)
        {
            (current, count) = (edit.Next!, count + 1);
        }

        Assert.Equal((EditStatus.TooLarge, DefinitionMemory.MostOfStore / 128_000), (edit.Status, count));
        Assert.Contains("at most 16 MB", edit.Detail, StringComparison.Ordinal);
        Assert.Equal(EditStatus.Done, Put(current, "again", "did \"1\" at least 16000 times in the last 7 days and country = \"BR\"").Status);
    }

    [Theory]
    [InlineData("country = \"BR\"", false)]
    [InlineData("did \"A\"", true)]
    [InlineData("did \"A\" in the last 30 days", false)]
    [InlineData("did \"A\" in the last 60 days", true)]
    [InlineData("did \"A\" between 10 and 40 days ago", true)]
    [InlineData("did \"A\" since 2017-03-02", false)]
    [InlineData("did \"A\" between 2017-02-01 and 2017-03-02", true)]
    [InlineData("sum x of \"A\" this month > 5", false)]
    [InlineData("sum x of \"A\" this year > 5", true)]
    [InlineData("country = \"BR\" and not last \"A\" more than 3 days ago", true)]
    [InlineData("did \"A\" then \"B\" within 2 days in the last 7 days", false)]
    [InlineData("clicked any message at least 2 times ever", true)]
    public void Reach_OfARulePutOnTheFirstOfAprilOverEventsFromMarch(string rule, bool isBefore) => Assert.Equal(
        isBefore,
        RuleReach.IsBefore(RuleText.Parse(rule).Rule!, Instant.From(new(2017, 3, 2, 0, 0, 0, TimeSpan.Zero)), Instant.From(new(2017, 4, 1, 0, 0, 0, TimeSpan.Zero)), TimeZoneInfo.Utc));

    private static DefinitionEdit Put(DefinitionSet current, string id, string rule) => SegmentEdits.Put(current, id, id, RuleText.Parse(rule).Rule!, null);
}
