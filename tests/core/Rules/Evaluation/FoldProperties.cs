using Crm.Core.Rules;
using Crm.Core.Tests.Rules.Evaluation.Random;
using Xunit.Abstractions;

namespace Crm.Core.Tests.Rules.Evaluation;

/// <summary>Random rules over random histories, against brute force over all events known at each instant.</summary>
public sealed class FoldProperties(ITestOutputHelper output)
{
    [Fact]
    public void EveryInstant_EqualsBruteForce() => Cases.Run(output, 1500, draw =>
    {
        var story = new Story(draw, draw.Some(1, 4, () => RandomRule.Any(draw)));
        story.Tell(8 + draw.Below(6), story.CheckAll, story.CheckBetween);
    });

    [Fact]
    public void SegmentsOfSegments_EqualBruteForce() => Cases.Run(output, 1500, draw =>
    {
        var story = new Story(draw, RandomRule.Segments(draw, 2 + draw.Below(4)));
        story.Tell(8 + draw.Below(6), story.CheckAll, story.CheckBetween);
    });

    [Fact]
    public void NextChange_OfASingleLeaf_IsExactlyWhereItFlips() => Cases.Run(output, 4000, draw =>
    {
        var story = new Story(draw, draw.Chance(90) ? RandomRule.Leaf(draw) : RandomRule.Steady(draw));
        story.Tell(4 + draw.Below(8), story.CheckAll, story.CheckBetween, story.CheckFlips);
    });

    [Fact]
    public void Flips_AlternateAndAreNumberedFromOne() => Cases.Run(output, 300, draw =>
    {
        var story = new Story(draw, draw.Some(1, 4, () => RandomRule.Any(draw)));
        story.Tell(15);
        foreach (var flips in story.Fold.Flips.GroupBy(flip => flip.Segment))
        {
            Assert.Equal(Enumerable.Range(1, flips.Count()).Select(number => (long)number), flips.Select(flip => flip.Number));
            Assert.All(flips, flip => Assert.Equal(flip.Number % 2 == 1, flip.Entered));
            Assert.Equal(flips.Last().Number, story.Fold.State.Number(flips.Key));
            Assert.Equal(flips.Last().At, story.Fold.State.Since(flips.Key));
            Assert.Equal(flips.Last().Entered, story.Fold.State.IsMember(flips.Key));
        }
    });

    [Fact]
    public void SnapshotsOnTheWay_ChangeNothing() => Cases.Run(output, 1000, draw =>
    {
        var story = new Story(draw, RandomRule.Segments(draw, 1 + draw.Below(4)));
        story.Tell(8 + draw.Below(6), story.CheckAll, () =>
        {
            if (draw.Chance(40))
            {
                story.Fold.Restore();
            }
        });
    });

    [Fact]
    public void Migrate_WithHistory_EqualsHavingHadTheRulesFromTheStart() => Cases.Run(output, 500, draw =>
    {
        Rule[] Draw() => draw.Some(1, 3, () => RandomRule.Any(draw));
        var (older, newer, common) = (Draw(), Draw(), RandomRule.Segments(draw, 1 + draw.Below(3)));
        var story = new Story(draw, [.. common, .. older]);
        story.Tell(6 + draw.Below(6));
        var before = story.Fold.State;
        var numbers = common.Select((_, index) => (before.Number(index), before.Since(index), before.IsMember(index))).ToList();
        story.Migrate([.. common, .. newer]);
        story.CheckAll();
        Assert.Equal(numbers, common.Select((_, index) => (story.Fold.State.Number(index), story.Fold.State.Since(index), story.Fold.State.IsMember(index))));
        story.Tell(6, story.CheckAll, story.CheckBetween);
    });
}
