using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Tests.Rules.Evaluation.Brute;
using Crm.Core.Tests.Rules.Evaluation.Random;
using Crm.Core.Time;
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
    public void Absorbed_EqualsTheUnionOfBothHistories() => Cases.Run(output, 1000, draw =>
    {
        var (rules, zone) = (draw.Some(1, 4, () => RandomRule.EventLeaf(draw)), draw.One(RandomHistory.Zones));
        var compiled = RuleSet.Compile(Given.Segments(rules), zone);
        var (one, other) = (new Fold(compiled), new Fold(compiled) { Offset = 1000 });
        var now = RandomHistory.Start(draw);
        void Tell(Fold fold)
        {
            now = RandomHistory.Later(draw, now);
            fold.Observe(draw.One(RandomHistory.Names), RandomHistory.Happened(draw, now), draw.Chance(50) ? RandomPredicate.Json(draw) : "", now, RandomHistory.Type(draw));
        }

        void Check(Instant at)
        {
            for (var index = 0; index < rules.Length; index++)
            {
                var holds = BruteForce.Holds(rules[index], [.. one.Known, .. other.Known], one.Customer, at, zone);
                Assert.True(holds == one.State.IsMember(index), $"s{index} at {at}, settled at {one.Now}: {LeafText.Of(rules[index])}");
            }
        }

        draw.Some(4, 10, () => draw.Chance(50) ? one : other).ToList().ForEach(Tell);
        one.To(now);
        other.To(now);
        one.State.Absorb(other.State.WriteLeaves(), static (_, _) => Assert.Fail("the rules are the same"));
        one.Settle(now);
        Check(now);
        for (var more = 0; more < 3; more++)
        {
            Check(one.Next == Instant.Never ? now : one.Next.PlusMilliseconds(-1));
            Tell(one);
            Check(now);
        }
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
