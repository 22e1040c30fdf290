using System.Text.RegularExpressions;
using Crm.Core.Rules;
using Crm.Core.Rules.Why;
using Crm.Core.Tests.Rules.Evaluation;
using Crm.Core.Tests.Rules.Evaluation.Random;
using Xunit.Abstractions;

namespace Crm.Core.Tests.Rules.Why;

public sealed class WordsTests(ITestOutputHelper output)
{
    [Fact]
    public void Of_AnyPart_HasATemplateAndLeavesNoPlaceholder() => Cases.Run(output, 500, draw =>
    {
        var rule = new DidRule(Given.Pattern("A"), Given.AtLeast(2), null);
        var story = new Story(draw, draw.Chance(50) ? WhyProperties.Segments(draw) : [rule, .. draw.Some(1, 3, () => WhyProperties.Printable(() => RandomRule.Any(draw)))]);
        story.Tell(8);
        for (var index = 0; index < story.Rules.Count; index++)
        {
            Check(story.Fold.State.Explain(index, story.Fold.Customer, story.Fold.Now));
        }
    });

    [Fact]
    public void Of_InAnotherZone_ShowsItsTime()
    {
        var fold = new Fold(new RecencyRule(Occurrence.Last, Given.Pattern("A"), AgeOperator.MoreThan, Given.Days(1))).Observe("A", "10:00");

        var said = Words.InEnglish(Given.SaoPaulo).Summary(fold.State.Explain(0, fold.Customer, fold.Now));

        Assert.Equal("Last \"A\" on 2017-03-01 07:00; 1 day after it is 2017-03-02 07:00", said);
    }

    [Fact]
    public void Summary_TrueAny_SaysOnlyWhatMadeItTrue()
    {
        var fold = new Fold(new AnyRule([new TagRule("vip"), new NotRule(new TagRule("staff")), new TagRule("b2b")]));

        Assert.Equal("Does not have the tag staff", Words.InEnglish(Given.Utc).Summary(fold.To("10:00").State.Explain(0, fold.Customer, fold.Now)));
    }

    private static void Check(Explanation part)
    {
        Assert.True(English.Templates.ContainsKey(part.Kind), part.Kind);
        Assert.DoesNotMatch(Placeholder, Words.InEnglish(Given.Utc).Of(part));
        Assert.NotEqual(part.Text, Words.InEnglish(Given.Utc).Of(part)); // which it falls back to where a figure of the template is missing
        foreach (var inner in part.Parts)
        {
            Check(inner);
        }
    }

    private static Regex Placeholder => new("[{}]");
}
