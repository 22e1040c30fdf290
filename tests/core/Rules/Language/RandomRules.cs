using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Profiles;
using Crm.Core.Rfm;
using Crm.Core.Rules;
using Crm.Core.Rules.Text;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Tests.Rules.Language;

/// <summary>Any tree that reading can give, by seed.</summary>
internal sealed class RandomRules(int seed)
{
    private static readonly string[] Texts =
        ["BR", "", "Belo Horizonte", "a \"quoted\" \\ one", "line\nbreak\ttab\r", "São Paulo — 東京 🎉", "2017-03-01", "2017-03-01T10:00:00Z", "not", "/", "12.5", "\u2028\u0085"];

    private static readonly string[] Patterns = ["^[0-9]+$", "a/b", @"a\\/b", @"[/\]]", "café|\"x\"", @"\d{2,3}\.", "line\nbreak"];
    private static readonly string[] Paths =
        ["category", "products.price", "unit price", "not", "and.or", "products.0.name", "x.y z.é", "$ref", "1st", "quote\"d", "in", "a-b", "🎉"];

    private static readonly string[] Slugs = ["vip", "a-1", "_x", "0"];

    private readonly Random _random = new(seed);

    private static readonly ComparisonOperator[] Numeric =
    [
        ComparisonOperator.Equal, ComparisonOperator.NotEqual, ComparisonOperator.Less, ComparisonOperator.LessOrEqual, ComparisonOperator.Greater, ComparisonOperator.GreaterOrEqual,
    ];

    public Rule Rule(int depth = 3) => _random.Next(depth > 0 ? 12 : 8) switch
    {
        6 => Aggregate(),
        7 => Other(),
        0 => new EveryoneRule(),
        1 => _random.Next(3) switch
        {
            0 => new ConsentRule(Pick(Enum.GetValues<ContactChannel>()[1..]), _random.Next(2) == 0 ? null : NonEmpty(), Any<ConsentState>()),
            1 => new CanReceiveRule(ContactChannels.Find(Pick([.. ContactChannels.Reachable]))),
            _ when _random.Next(3) == 0 => new TopRule(TopShare.Of(_random.Next(1, 1_001) / 10m, Pick([.. TopShare.Fields]))!.Value),
            _ => new TagRule(NonEmpty()),
        },
        2 => _random.Next(4) == 0 ? new FirstTimeRule(Pattern(), Window()) : new DidRule(Pattern(), Times(), Window()),
        3 => new RecencyRule(Any<Occurrence>(), Pattern(), Any<AgeOperator>(), Duration()),
        4 => Sequence(),
        5 => Field(),
        8 => new NotRule(Rule(depth - 1)),
        < 11 => new AllRule(Many(2, () => Rule(depth - 1))),
        _ => new AnyRule(Many(2, () => Rule(depth - 1))),
    };

    private Rule Aggregate()
    {
        if (_random.Next(4) == 0)
        {
            return new SameRule(Pick(Paths), Pattern(), _random.Next(1, 101), Window());
        }

        var kind = Any<AggregateKind>();
        var number = kind == AggregateKind.CountDistinct ? Values.Value.Of(_random.Next(1001)) : Number();
        return new AggregateRule(kind, Pick(Paths), Pattern(), Window(), new(Pick(Numeric)) { Value = number });
    }

    private Rule Other() => _random.Next(8) switch
    {
        7 => new TopRule(TopShare.Of(_random.Next(1, 1001) / 10m, Pick([.. TopShare.Fields]))!.Value),
        6 => new ListRule(Pick(Slugs)),
        0 => Message(Any<MessageAction>()),
        1 => new FormRule(NonEmpty(), Times(), Window()),
        2 => new SegmentRule(Pick(Slugs)),
        3 => new SegmentChangeRule(_random.Next(2) == 0, Pick(Slugs), Window()),
        4 => new JourneyRule(Pick(Slugs)),
        _ => Steady(),
    };

    private MessageRule Message(MessageAction action) => new(
        action, _random.Next(3) == 0 ? null : NonEmpty(), action == MessageAction.Clicked && _random.Next(2) == 0 ? NonEmpty() : null, Times(), Window());

    private SteadyRule Steady()
    {
        var field = Pick(CustomerFields.All.Where(static field => field.Name is not ("age" or "birthday")).ToArray());
        return _random.Next(3) == 0
            ? new($"traits.{Pick(Paths)}", Value(ComparisonOperator.Equal, ValueKind.Missing), Any<AgeOperator>(), Duration())
            : new(field.Name, Value(ComparisonOperator.Equal, field.Kind), Any<AgeOperator>(), Duration());
    }

    private FieldRule Field()
    {
        if (_random.Next(3) == 0)
        {
            return new($"traits.{Pick(Paths)}", Comparison(ValueKind.Missing));
        }

        var field = CustomerFields.All[_random.Next(CustomerFields.All.Length)];
        return new(field.Name, field.Name == "birthday" ? Yearly() : Comparison(field.Kind));
    }

    private Comparison Yearly() => _random.Next(3) switch
    {
        0 => new(ComparisonOperator.Known),
        1 => new(ComparisonOperator.Unknown),
        _ => new(ComparisonOperator.WithinNext) { Age = Duration() },
    };

    private Window? Window() => _random.Next(6) switch
    {
        0 => new LastWindow(Duration()),
        1 => Duration() is var one && Duration() is var other && one.CompareTo(other) < 0 ? new AgoWindow(one, other) : null,
        2 => new DateWindow(Date(), default),
        3 => Date() is var from && Date() is var to && Windows.AreReversed(from, to) ? new DateWindow(to, from) : new DateWindow(from, to),
        4 => new CalendarWindow(Any<CalendarPeriod>()),
        _ => null,
    };

    private SequenceRule Sequence()
    {
        EventPattern? not = _random.Next(2) == 0 ? Pattern() : null;
        return new(Many(not is null ? 2 : 1, Pattern), not, not is null ? Maybe(Duration) : Duration(), Window());
    }

    private EventPattern Pattern()
    {
        var where = _random.Next(2) == 0 ? Predicate(2) : null;
        return _random.Next(5) == 0 ? new([NonEmpty()], where) { Type = Pick([EventType.Page, EventType.Screen]) } : new(Many(1, NonEmpty), where);
    }

    private Predicate Predicate(int depth) => _random.Next(depth > 0 ? 8 : 4) switch
    {
        < 4 => new PropertyPredicate(Pick(Paths), Comparison(ValueKind.Missing)),
        4 => new ElementPredicate(Pick(Paths), Predicate(depth - 1)),
        5 => new NotPredicate(Predicate(depth - 1)),
        6 => new AllPredicate(Many(2, () => Predicate(depth - 1))),
        _ => new AnyPredicate(Many(2, () => Predicate(depth - 1))),
    };

    private Comparison Comparison(ValueKind kind)
    {
        var op = Pick(Enum.GetValues<ComparisonOperator>().Where(op => Suits(op, kind)).ToArray());
        var comparison = new Comparison(op);
        return op switch
        {
            ComparisonOperator.Known or ComparisonOperator.Unknown => comparison,
            ComparisonOperator.OlderThan or ComparisonOperator.NewerThan or ComparisonOperator.WithinNext => comparison with { Age = Duration() },
            ComparisonOperator.In or ComparisonOperator.NotIn => comparison with { Values = Many(1, () => Value(op, kind)) },
            ComparisonOperator.Between => comparison with { Low = Value(op, kind), High = Value(op, kind) },
            ComparisonOperator.Matches => comparison with { Value = Values.Value.Of(Pick(Patterns)) },
            _ => comparison with { Value = Value(op, kind) },
        };
    }

    private static bool Suits(ComparisonOperator op, ValueKind kind) => op switch
    {
        >= ComparisonOperator.OlderThan => kind is ValueKind.Missing or ValueKind.Instant,
        >= ComparisonOperator.Contains and <= ComparisonOperator.Matches => kind is ValueKind.Missing or ValueKind.Text,
        _ => true,
    };

    private Value Value(ComparisonOperator op, ValueKind kind)
    {
        var isOrder = op is ComparisonOperator.Between or (>= ComparisonOperator.Less and <= ComparisonOperator.GreaterOrEqual);
        return op is ComparisonOperator.Before or ComparisonOperator.After || kind == ValueKind.Instant ? Date()
            : op is >= ComparisonOperator.Contains and <= ComparisonOperator.EndsWith ? Values.Value.Of(Pick(Texts))
            : kind == ValueKind.Number ? Number()
            : _random.Next(4) switch
            {
                0 => Number(),
                1 => Values.Value.Of(_random.Next(2) == 0),
                2 when isOrder && kind == ValueKind.Missing => Date(),
                _ => Values.Value.Of(Pick(isOrder && kind == ValueKind.Missing ? [.. Texts.Where(static text => !text.EndsWith('Z'))] : Texts)),
            };
    }

    private Value Date() => _random.Next(2) == 0
        ? Values.Value.Of($"{_random.Next(1900, 2100)}-{_random.Next(1, 13):00}-{_random.Next(1, 29):00}")
        : Values.Value.Of(new Instant(_random.NextInt64(-4_000_000_000_000, 4_000_000_000_000)));

    private Value Number() => Values.Value.Of(_random.Next(4) switch
    {
        0 => _random.Next(-10, 1000),
        1 => _random.Next(-100_000, 100_000) / 100m,
        2 => new decimal(_random.Next(), _random.Next(), _random.Next(), _random.Next(2) == 0, (byte)_random.Next(29)),
        _ => Pick(new[] { 0m, 1.50m, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m }),
    });

    private CalendarDuration Duration() => _random.Next(3) switch
    {
        0 => new(_random.Next(1, 1201), 0),
        1 => new(0, Exact()),
        _ => new(_random.Next(1, 1201), Exact()),
    };

    private long Exact() => Pick(new[] { 1L, 1000, 60_000, 3_600_000, 86_400_000, 604_800_000 }) * _random.Next(1, 5000);

    private Times Times() => _random.Next(2) == 0 ? Core.Rules.Times.AtLeastOnce : new(Any<TimesOperator>(), _random.Next(1, 100));

    private string NonEmpty() => Pick(Texts) is { Length: > 0 } text ? text : "Order Completed";

    private ImmutableArray<T> Many<T>(int least, Func<T> make) => [.. Enumerable.Range(0, least + _random.Next(3)).Select(_ => make())];

    private T? Maybe<T>(Func<T> make)
        where T : struct => _random.Next(2) == 0 ? make() : null;

    private T Any<T>()
        where T : struct, Enum => Pick(Enum.GetValues<T>());

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];
}
