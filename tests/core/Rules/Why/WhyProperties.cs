using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Rules.Text;
using Crm.Core.Rules.Why;
using Crm.Core.Storage;
using Crm.Core.Tests.Rules.Evaluation;
using Crm.Core.Tests.Rules.Evaluation.Brute;
using Crm.Core.Tests.Rules.Evaluation.Random;
using Crm.Core.Time;
using Xunit.Abstractions;

namespace Crm.Core.Tests.Rules.Why;

/// <summary>Explanations of random rules over random histories, against the evaluation and brute force over all events known.</summary>
public sealed class WhyProperties(ITestOutputHelper output)
{
    [Fact]
    public void Explain_AnyRule_SaysWhatEvaluationSaysAndBruteForceOfEachPart() => Cases.Run(output, 1500, draw =>
    {
        var story = new Story(draw, draw.Some(1, 4, () => Printable(() => RandomRule.Any(draw))));
        story.Tell(8 + draw.Below(6), () => Check(story, story.Fold.Now), () => Check(story, Between(draw, story.Fold)));
    });

    [Fact]
    public void Explain_SegmentsOfSegments_SaysWhatEvaluationSaysAndBruteForceOfEachPart() => Cases.Run(output, 1000, draw =>
    {
        var story = new Story(draw, Segments(draw));
        story.Tell(8 + draw.Below(6), () => Check(story, story.Fold.Now), () => Check(story, Between(draw, story.Fold)));
    });

    [Fact]
    public void Explain_EventLeaf_HasTheFiguresOfBruteForce() => Cases.Run(output, 3000, draw =>
    {
        var story = new Story(draw, Printable(() => RandomRule.EventLeaf(draw)));
        story.Tell(4 + draw.Below(8), () => Check(story, story.Fold.Now), () => Check(story, Between(draw, story.Fold)));
    });

    /// <summary>Some that read each other, and all have a text.</summary>
    internal static Rule[] Segments(Draw draw)
    {
        Rule[] rules = [];
        Printable(() => new AllRule([.. rules = RandomRule.Segments(draw, 2 + draw.Below(3))]));
        return rules;
    }

    /// <summary>One that has a text, as all have that people write.</summary>
    internal static Rule Printable(Func<Rule> draw)
    {
        while (true)
        {
            var rule = draw();
            try
            {
                Assert.NotEmpty(RuleText.Print(rule));
                return rule;
            }
            catch (ArgumentException)
            {
                // Something in it is empty: another one.
            }
        }
    }

    /// <summary>Of the instants before the next wake-up, none of which changes a segment.</summary>
    private static Instant Between(Draw draw, Fold fold)
    {
        var until = Instant.Earlier(fold.Next, fold.Now.PlusMilliseconds(60 * 24 * 3_600_000L)).PlusMilliseconds(-1);
        return draw.Chance(30) ? until : fold.Now.PlusMilliseconds((until - fold.Now) / 100 * draw.Below(100));
    }

    private static void Check(Story story, Instant now)
    {
        var state = story.Fold.State;
        var before = Written(state);
        for (var index = 0; index < story.Rules.Count; index++)
        {
            var why = state.Explain(index, story.Fold.Customer, now);
            var truth = Evaluated(story, before, index, now);
            Assert.Equal((truth.Holds, truth.Until), (why.Holds, why.Until));
            Assert.Equal(state.IsMember(index), why.Holds);
            CheckParts(story, story.Rules[index], why, now);
        }

        Assert.Equal(before, Written(state));
    }

    private static Truth Evaluated(Story story, byte[] state, int index, Instant now)
    {
        var reader = new SnapshotReader(state);
        return story.Fold.Rules.Roots[index].Evaluate(new(RuleState.Read(story.Fold.Rules, ref reader), story.Fold.Customer, now)); // which lets go of what is past
    }

    private static void CheckParts(Story story, Rule rule, Explanation why, Instant now)
    {
        Assert.Same(rule, why.Rule);
        Assert.Equal(story.Brute(rule, now), why.Holds);
        Assert.True(why.Until > now);
        Rule[] parts = rule switch { AllRule all => [.. all.Parts], AnyRule any => [.. any.Parts], NotRule not => [not.Part], _ => [] };
        Assert.Equal(parts.Length, why.Parts.Length);
        for (var part = 0; part < parts.Length; part++)
        {
            CheckParts(story, parts[part], why.Parts[part], now);
        }

        try
        {
            CheckFigures(story, why, now);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{LeafText.Of(rule)} at {now} in {story.Zone.Id} over {string.Join(", ", story.Fold.Known.Select(past => $"{past.Event.Name}@{past.Event.At}#{past.Offset}"))}: {string.Join(", ", why.Figures)}", exception);
        }
    }

    private static void CheckFigures(Story story, Explanation why, Instant now)
    {
        var known = story.Fold.Known;
        switch (why.Rule)
        {
            case DidRule did:
                var enough = did.Times.Operator == TimesOperator.AtLeast ? did.Times.Count : did.Times.Count + 1;
                var count = BruteForce.Count(did, known, now, story.Zone);
                Assert.Equal(did.Window is AgoWindow ? count : Math.Min(count, enough), why.Number("count"));
                Assert.All(why.Figures.Where(figure => figure.Name is "leaves" or "comes"), figure => Assert.True(figure.Value.AsInstant > now));
                break;
            case AggregateRule aggregate:
                var result = BruteValues.Result(aggregate, BruteForce.Within(aggregate.Event, aggregate.Window, known, now, story.Zone));
                var most = aggregate.Kind == AggregateKind.CountDistinct && aggregate.Window is not AgoWindow ? aggregate.Comparison.Value.AsNumber + 1 : decimal.MaxValue;
                Assert.Equal(result is { } exact ? Math.Min(Math.Round(exact, 4), most) : null, why.Number("value"));
                Assert.Equal(result is null, why.Kind.EndsWith(".none", StringComparison.Ordinal));
                break;
            case SameRule same:
                var often = BruteValues.Most(same, BruteForce.Within(same.Event, same.Window, known, now, story.Zone));
                Assert.Equal(Math.Min(often, same.Count), Math.Min(why.Number("count") ?? -1, same.Count)); // more are not all kept
                break;
            case FirstTimeRule first:
                Assert.Equal(BruteForce.Instants(first.Event, known, story.Zone).Cast<Instant?>().FirstOrDefault(), why.At("at"));
                break;
            case RecencyRule recency:
                var instants = BruteForce.Instants(recency.Event, known, story.Zone).Cast<Instant?>();
                Assert.Equal(recency.Which == Occurrence.First ? instants.FirstOrDefault() : instants.LastOrDefault(), why.At("at"));
                break;
            case SequenceRule sequence:
                var steps = why.Kind.EndsWith(".waits", StringComparison.Ordinal) ? BruteForce.Steps(sequence, known, now, story.Zone) : sequence.Steps.Length;
                Assert.Equal(steps, why.Number("steps"));
                Assert.Equal(why.Kind.EndsWith(".quiet", StringComparison.Ordinal) ? why.Until : why.At("by"), why.At("by"));
                break;
            default:
                break;
        }
    }

    private static byte[] Written(RuleState state)
    {
        var writer = new SnapshotWriter();
        state.Write(writer);
        return writer.ToArray();
    }
}
