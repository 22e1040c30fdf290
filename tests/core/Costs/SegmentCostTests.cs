using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Rfm;
using Crm.Core.Rules.Text;
using Crm.Core.Time;
using Xunit.Abstractions;

namespace Crm.Core.Tests.Costs;

/// <summary>What an event costs beside the number of segments, where as many as ever concern it.</summary>
public class SegmentCostTests(ITestOutputHelper output)
{
    private const int Customers = 200;
    private const int Events = 10_000;
    private const int Passes = 5;

    // Seen: 0.8 to 1.3. A busy machine must not fail it; if every segment were looked at, it would come to a hundred.
    private const double MostOfTen = 10;

    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static readonly string[] Concerned =
    [
        "did \"Product Viewed\" at least 3 times in the last 7 days", "did \"Product Viewed\" where category = \"Shoes\" at least 5 times", "last \"Product Viewed\" more than 30 days ago",
        "did \"Product Viewed\" then not \"Order Completed\" within 2 hours in the last 1 day", "count distinct category of \"Product Viewed\" in the last 30 days >= 2",
    ];

    [Fact]
    public void Apply_WithTenHundredAndAThousandSegments_FiveConcerned_CostsTheSame()
    {
        var folds = new[] { 10, 100, 1000 }.Select(static count => new Fold(count)).ToArray();
        var times = folds.Select(static _ => double.MaxValue).ToArray();
        for (var pass = 0; pass <= Passes; pass++)
        {
            for (var fold = 0; fold < folds.Length; fold++)
            {
                var seconds = folds[fold].Run();
                times[fold] = pass == 0 ? times[fold] : Math.Min(times[fold], seconds); // the first pass warms up
            }
        }

        var ratios = times.Select(time => time / times[0]).ToArray();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"10, 100, 1,000 segments: {times[0] / Events * 1e6:N2} µs an event, {ratios[1]:N2} and {ratios[2]:N2} times that"));
        Assert.All(ratios, static ratio => Assert.InRange(ratio, 0, MostOfTen));
        Assert.All(folds, fold => Assert.Equal(folds[0].Flips, fold.Flips));
    }

    /// <summary>Rules about other events and fields, half of which hold for everybody.</summary>
    private static string Other(int index) => (index % 6) switch
    {
        0 => $"not did \"Other {index}\" in the last 7 days",
        1 => $"traits.t{index} = \"x\"",
        2 => $"sum total of \"Other {index}\" in the last 30 days < 500",
        3 => $"last \"Other {index}\" more than 3 days ago",
        4 => $"not has tag \"t{index}\" and traits.t{index} is unknown",
        _ => $"did \"Other {index}\" then \"Other {index + 1}\" within 1 day",
    };

    private sealed class Fold
    {
        private readonly StoreDefinitions _definitions;
        private readonly Dictionary<string, Customer> _customers = [];
        private readonly List<Effect> _effects = [];
        private long _offset;

        public Fold(int segments)
        {
            ImmutableArray<SegmentDefinition> all =
            [
                .. Concerned.Concat(Enumerable.Range(0, segments - Concerned.Length).Select(Other))
                    .Select(static (rule, index) => new SegmentDefinition($"s{index * 7919 % 10_007}", rule, RuleText.Parse(rule).Rule!, 1)),
            ];
            _definitions = StoreDefinitions.Compile(new(new StoreSettings("shop", StoreClock.Log), 1, all, RfmSettings.Default));
        }

        /// <summary>Changes of the segments that are concerned.</summary>
        public int Flips { get; private set; }

        /// <returns>Seconds for the next events.</returns>
        public double Run()
        {
            var events = Enumerable.Range(0, Events).Select(number => Event(_offset + number)).ToArray();
            var start = Stopwatch.GetTimestamp();
            foreach (var e in events)
            {
                if (!_customers.TryGetValue(e.UserId!, out var customer))
                {
                    customer = _customers[e.UserId!] = Customer.New(new CustomerKey("shop", $"u:{e.UserId}"), _definitions);
                }

                _effects.Clear();
                customer.Apply(new CustomerRecord(_offset++, e.ReceivedAt, e), _effects);
                Flips += _effects.Count(static effect => effect.Segment is "s0" or "s7919" or "s5831" or "s3743" or "s1655");
            }

            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        private static Event Event(long number)
        {
            var at = Start.PlusMilliseconds(number * 60_000);
            var json = $$"""{"type":"track","messageId":"m{{number}}","userId":"{{number * 7 % Customers}}","timestamp":"{{at}}","event":"Product Viewed","properties":{"category":"{{(number % 3 == 0 ? "Shoes" : "Hats")}}","price":20} }""";
            return EventDecoder.Decode(Encoding.UTF8.GetBytes(json), at).Event!.Value;
        }
    }
}
