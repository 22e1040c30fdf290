using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;
using Crm.Core.Values;
using static Crm.Core.Tests.Rules.Evaluation.Given;

namespace Crm.Core.Tests.Rules.Evaluation;

public sealed class AllocationTests
{
    private static readonly Predicate Shoes = new AllPredicate(
    [
        new PropertyPredicate("products.category", new(ComparisonOperator.Equal) { Value = Value.Of("Shoes") }),
        new NotPredicate(new PropertyPredicate("price", new(ComparisonOperator.Less) { Value = Value.Of(10) })),
        new PropertyPredicate("brand", new(ComparisonOperator.In) { Values = [Value.Of("Acme"), Value.Of("Órion")] }),
    ]);

    [Fact]
    public void Observe_OfWhatConcernsNoLeaf_AllocatesNothing() => AllocatesNothing("Other", "");

    [Fact]
    public void Observe_WhereThePredicateFails_AllocatesNothing() =>
        AllocatesNothing("Viewed", """{"products":[{"category":"Hats"},{"category":"Sho\u0065s"}],"price":5,"brand":"órion"}""");

    [Fact]
    public void Observe_OfWhatTheLeafHolds_AllocatesNothingOnceItHasRoom() =>
        AllocatesNothing("Viewed", """{"products":[{"category":"Hats"},{"category":"shoes"}],"price":"12.50","brand":"órion"}""");

    private static void AllocatesNothing(string name, string properties)
    {
        var pattern = Pattern("Viewed", Shoes);
        var fold = new Fold(
            new DidRule(pattern, AtLeast(3), new LastWindow(Days(7))),
            new RecencyRule(Occurrence.Last, pattern, AgeOperator.MoreThan, Days(30)),
            new SequenceRule([pattern], Pattern("Ordered"), Hours(2), new LastWindow(Hours(3))));
        var e = Track(name, At("10:00"), properties);
        var flips = new List<SegmentFlip>(16);
        void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                fold.State.Observe(e, i);
                fold.State.Settle(fold.Customer, Instant.Later(e.At, fold.Now), flips);
            }
        }

        Run(2 * EvaluationLimits.SequenceEntries);
        long Bytes()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(100);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // The runtime's own work, such as better code for a hot method, comes once; what an event costs comes every time.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Bytes()));
    }
}
