using System.Text;
using Crm.Core.Rules.Completion;
using Crm.Core.Tests.Rules.Evaluation.Random;
using Crm.Core.Tests.Rules.Language;
using Xunit.Abstractions;

namespace Crm.Core.Tests.Rules.Completion;

public sealed class RuleCompletionTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("|", "everyone|did|first|last|has|consent|can|in|entered|left|same|submitted|top|sum|average|min|max|count distinct|received|opened|clicked|bounced|unsubscribed from|not|(")]
    [InlineData("everyone and |", "everyone|did|first|last|has|consent|can|in|entered|left|same|submitted|top|sum|average|min|max|count distinct|received|opened|clicked|bounced|unsubscribed from|not|(")]
    [InlineData("not |", "everyone|did|first|last|has|consent|can|in|entered|left|same|submitted|top|sum|average|min|max|count distinct|received|opened|clicked|bounced|unsubscribed from|not|(")]
    [InlineData("everyone |", "and or")]
    [InlineData("everyone a|", "and or")]
    [InlineData("(everyone |", "and or )")]
    [InlineData("has |", "tag")]
    [InlineData("has tag \"vip\" |", "and or")]
    [InlineData("country |", "=|!=|in|not in|contains|starts with|ends with|matches|is known|is unknown|has been")]
    [InlineData("orders |", "=|!=|<|<=|>|>=|in|not in|is known|is unknown|between|has been")]
    [InlineData("lastOrder |", "=|!=|<|<=|>|>=|in|not in|is known|is unknown|between|in the next|more than|less than|before|after|has been")]
    [InlineData("birthday |", "is known|is unknown|in the next")]
    [InlineData("country is |", "known unknown")]
    [InlineData("country not |", "in")]
    [InlineData("country in |", "(")]
    [InlineData("lastOrder more than 3 |", "years months weeks days hours minutes seconds")]
    [InlineData("lastOrder more than 3 days |", "ago")]
    [InlineData("did \"A\" between 30 |", "years months weeks days hours minutes seconds and")]
    [InlineData("lastOrder in |", "the next|(")]
    [InlineData("country starts |", "with")]
    [InlineData("consent |", "email sms whatsapp push phone post chat social")]
    [InlineData("consent email = |", "granted denied unknown")]
    [InlineData("can receive |", "email sms whatsapp phone post")]
    [InlineData("did \"A\" |", "where|then|for|at least|at most|exactly|in the last|since|between|today|this week|this month|this year|this|ever|and|or")]
    [InlineData("did \"A\" in the l|", "last")]
    [InlineData("did \"A\" at least 2 |", "times")]
    [InlineData("did \"any|", "|")]
    [InlineData("did \"A\" for |", "the first time|")]
    [InlineData("did \"A\" this |", "week month year")]
    [InlineData("did \"A\" then |", "not|any of|page|screen")]
    [InlineData("country has |", "been")]
    [InlineData("in |", "segment list journey")]
    [InlineData("top 10 |", "% by|")]
    [InlineData("top 10 % by |", "orders revenue refunded averageOrder")]
    [InlineData("entered |", "segment")]
    [InlineData("sum total |", "of")]
    [InlineData("sum total of \"A\" |", "where|in the last|since|between|today|this week|this month|this year|this|ever|=|!=|<|<=|>|>=")]
    [InlineData("same x of \"A\" |", "where|at least")]
    [InlineData("clicked |", "message|any message|link")]
    [InlineData("submitted |", "form")]
    [InlineData("did \"A\" then not \"B\" |", "within where then")]
    [InlineData("last \"A\" |", "where|more than|less than")]
    [InlineData("did \"A\" where (total > 1 |", "and or )")]
    public void Words_AtThePlace_AreThoseThatTheParserTakes(string text, string words)
    {
        var (rule, position) = Caret(text);

        Assert.Equal(words.Split(words.Contains('|', StringComparison.Ordinal) ? '|' : ' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), RuleCompletion.At(rule, position).Words.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("|", CompletionSlot.Field, "", "", "")]
    [InlineData("everyone or cou|ntry = \"BR\"", CompletionSlot.Field, "", "", "country")]
    [InlineData("traits.pl|", CompletionSlot.Field, "", "", "traits.pl")]
    [InlineData("traits.|", CompletionSlot.Field, "", "", "traits.")]
    [InlineData("not traits.\"favourite c|", CompletionSlot.Field, "", "", "traits.\"favourite c")]
    [InlineData("did |", CompletionSlot.Event, "", "", "")]
    [InlineData("did \"Prod|", CompletionSlot.Event, "", "", "\"Prod")]
    [InlineData("did \"Prod|uct Viewed\" today", CompletionSlot.Event, "", "", "\"Product Viewed\"")]
    [InlineData("did any of (\"A\", |", CompletionSlot.Event, "", "", "")]
    [InlineData("did \"A\" then not |", CompletionSlot.Event, "", "", "")]
    [InlineData("last |", CompletionSlot.Event, "", "", "")]
    [InlineData("did any of (\"A\", \"B\") where |", CompletionSlot.Property, "A B", "", "")]
    [InlineData("did \"A\" where (total > 1 and not |", CompletionSlot.Property, "A", "", "")]
    [InlineData("did \"A\" where x = 1 then \"B\" where y|", CompletionSlot.Property, "B", "", "y")]
    [InlineData("did \"A\" where products (cat|", CompletionSlot.Property, "A", "products.", "cat")]
    [InlineData("did \"A\" where (products (price > 1) and |", CompletionSlot.Property, "A", "", "")]
    [InlineData("has tag |", CompletionSlot.Tag, "", "", "")]
    [InlineData("did page |", CompletionSlot.Page, "", "", "")]
    [InlineData("did screen \"Ho|", CompletionSlot.Screen, "", "", "\"Ho")]
    [InlineData("sum |", CompletionSlot.Property, "", "", "")]
    [InlineData("sum tot|", CompletionSlot.Property, "", "", "tot")]
    [InlineData("sum total of |", CompletionSlot.Event, "", "", "")]
    [InlineData("in segment |", CompletionSlot.Segment, "", "", "")]
    [InlineData("left segment \"v|", CompletionSlot.Segment, "", "", "\"v")]
    [InlineData("in list |", CompletionSlot.List, "", "", "")]
    [InlineData("in journey |", CompletionSlot.Automation, "", "", "")]
    [InlineData("country has been |", CompletionSlot.Value, "", "", "")]
    [InlineData("country = |", CompletionSlot.Value, "", "", "")]
    [InlineData("stage in (\"lead\", \"l|", CompletionSlot.Value, "", "", "\"l")]
    [InlineData("contry = \"BR\" and |", CompletionSlot.None, "", "", "")] // what is wrong before it is said by parse
    public void Slot_AtThePlace_IsWhatOfTheStoreCanStandThere(string text, CompletionSlot slot, string events, string path, string replaced)
    {
        var (rule, position) = Caret(text);
        var at = RuleCompletion.At(rule, position);

        Assert.Equal((slot, path, replaced), (at.Slot, at.Path, rule[at.Start..at.End]));
        Assert.Equal(events, slot == CompletionSlot.Property ? string.Join(' ', at.Events) : "");
    }

    [Theory]
    [InlineData("did \"A\" at least |", "a whole number from 1 to 1000000")]
    [InlineData("country = |", "a value")]
    [InlineData("everyone |", null)]
    public void Expected_AtTheEnd_SaysWhatIsNeeded(string text, string? expected) => Assert.Equal(expected, RuleCompletion.At(Caret(text).Rule, Caret(text).Position).Expected);

    /// <summary>Whatever stands in a rule can be chosen at its place.</summary>
    [Fact]
    public void At_AnyWordOfAnyExample_OffersItOrASlot()
    {
        foreach (var rule in Documentation.Of("rule"))
        {
            for (var position = 0; position <= rule.Length; position++)
            {
                var at = RuleCompletion.At(rule, position);
                Assert.InRange(position, at.Start, at.End);
                if (at.Start == position && (position == 0 || rule[position - 1] is ' ') && position < rule.Length && char.IsLower(rule[position]))
                {
                    Assert.True(at.Slot != CompletionSlot.None || at.Words.Any(words => rule[position..].Split(' ', ')', '\n')[0] is var word && words.StartsWith(word, StringComparison.Ordinal)), $"{rule[..position]}|{rule[position..]}");
                }
            }
        }
    }

    [Fact]
    public void At_AnyText_NeverThrowsAndReplacesWhatIsThere() => Cases.Run(output, 5_000, draw =>
    {
        var text = new StringBuilder(draw.One([.. Documentation.Of("rule")]));
        for (var change = draw.Below(4); change > 0; change--)
        {
            text.Insert(draw.Below(text.Length + 1), draw.One("\"", "(", ")", ".", "/", "!", "=", ",", "-", "7", "é", "\ud83d", "\n", "\\", "@", " then ", " 2017-01-0"));
        }

        var position = draw.Below(text.Length + 1);
        var at = RuleCompletion.At(text.ToString(), position);
        Assert.InRange(position, at.Start, at.End);
        Assert.InRange(at.End, at.Start, text.Length);
    });

    private static (string Rule, int Position) Caret(string text) => (text.Replace("|", "", StringComparison.Ordinal), text.IndexOf('|', StringComparison.Ordinal));
}
