using System.Globalization;
using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Tests.Rules.Evaluation.Brute;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Tests.Rules.Evaluation.Random;

/// <summary>A random customer's life under some rules, and the checks against brute force at any point of it.</summary>
internal sealed class Story
{
    private readonly Draw _draw;
    private readonly TimeZoneInfo _zone;
    private readonly List<(string Field, Value Value, Instant At)> _changes = [];
    private Rule[] _rules;

    public Story(Draw draw, params Rule[] rules)
    {
        (_draw, _rules, _zone) = (draw, rules, draw.One(RandomHistory.Zones));
        Fold = new Fold(RuleSet.Compile(Given.Segments(rules), _zone));
        Fold.Settle(RandomHistory.Start(draw));
    }

    public Fold Fold { get; }

    public IReadOnlyList<Rule> Rules => _rules;

    public TimeZoneInfo Zone => _zone;

    /// <summary>Goes on by some records; runs the checks after each record and each wake-up.</summary>
    public void Tell(int records, params Action[] checks)
    {
        void Check(Instant now) => Array.ForEach(checks, static check => check());
        for (var record = 0; record < records; record++)
        {
            var now = RandomHistory.Later(_draw, Fold.Now);
            Fold.To(now, Check);
            if (_draw.Chance(80))
            {
                Fold.Observe(_draw.One(RandomHistory.Names), RandomHistory.Happened(_draw, now), _draw.Chance(50) ? RandomPredicate.Json(_draw) : "", now, RandomHistory.Type(_draw));
            }
            else
            {
                Change(now);
            }

            Check(now);
        }
    }

    public void Migrate(Rule[] rules)
    {
        _rules = rules;
        Fold.Migrate(RuleSet.Compile(Given.Segments(rules), _zone));
    }

    public void CheckAll() => Check(Fold.Now);

    /// <summary>Nothing changes before the next change that was announced.</summary>
    public void CheckBetween()
    {
        var next = Fold.Next;
        Assert.True(next > Fold.Now);
        var until = next == Instant.Never ? Fold.Now.PlusMilliseconds(60 * 24 * 3_600_000L) : next;
        Check(until.PlusMilliseconds(-1));
        for (var probe = 0; probe < 3; probe++)
        {
            var grid = (until - Fold.Now) / 1_800_000;
            var step = grid > 0 ? (long)_draw.Below((int)grid) * 1_800_000 : 0;
            Check(Fold.Now.PlusMilliseconds(step));
        }
    }

    /// <summary>Of one leaf: the announced change comes.</summary>
    public void CheckFlips()
    {
        if (Fold.Next != Instant.Never && Brute(_rules[0], Fold.Next) == Fold.IsMember)
        {
            Assert.Fail($"no change at {Fold.Next}: {Describe()}");
        }
    }

    private void Change(Instant now)
    {
        if (RandomCustomer.Change(_draw, Fold) is { } field)
        {
            var index = Core.Customers.CustomerFields.IndexOf(field);
            _changes.Add((field, index >= 0 ? Fold.Customer.Field(index) : Fold.Customer.Trait(field["traits.".Length..]), now));
        }

        Fold.Settle(now);
    }

    private void Check(Instant now)
    {
        for (var index = 0; index < _rules.Length; index++)
        {
            if (Brute(_rules[index], now) != Fold.State.IsMember(index))
            {
                Assert.Fail($"s{index} at {now}, settled at {Fold.Now}: {Describe(index)}");
            }
        }
    }

    /// <summary>What a rule, or a part of one, says by brute force.</summary>
    public bool Brute(Rule rule, Instant now)
    {
        var flips = Fold.Flips.Select(static (flip, index) => new PastEvent(Given.Track(NameOf(flip.Entered, $"s{flip.Segment}"), flip.At), index));
        return BruteForce.Holds(Plain(rule, now), [.. Fold.Known, .. flips], Fold.Customer, now, _zone);
    }

    /// <summary>The same in terms of events and fields: another segment is its rule, its changes are events.</summary>
    private Rule Plain(Rule rule, Instant now) => rule switch
    {
        AllRule all => new AllRule([.. all.Parts.Select(part => Plain(part, now))]),
        AnyRule any => new AnyRule([.. any.Parts.Select(part => Plain(part, now))]),
        NotRule not => new NotRule(Plain(not.Part, now)),
        SegmentRule segment => Plain(_rules[int.Parse(segment.Segment[1..], CultureInfo.InvariantCulture)], now),
        SegmentChangeRule change => new DidRule(Given.Pattern(NameOf(change.Entered, change.Segment)), Times.AtLeastOnce, change.Window),
        SteadyRule steady => BruteSteady.Holds(steady, _changes, now, _zone) ? new EveryoneRule() : new NotRule(new EveryoneRule()),
        _ => rule,
    };

    private static string NameOf(bool entered, string segment) => $"{(entered ? "entered" : "left")} {segment}";

    private string Describe(int index = 0) =>
        $"{LeafText.Of(_rules[index])} in {_zone.Id} over {string.Join(", ", Fold.Known.Select(past => $"{past.Event.Name}@{past.Event.At}#{past.Offset}{System.Text.Encoding.UTF8.GetString(past.Event.Properties.Span)}"))}";
}
