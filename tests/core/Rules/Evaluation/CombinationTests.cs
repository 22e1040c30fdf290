using Crm.Core.Rules;
using Crm.Core.Time;
using static Crm.Core.Tests.Rules.Evaluation.Given;

namespace Crm.Core.Tests.Rules.Evaluation;

/// <summary>A holds until 12:00, B until 15:00, and "X not for D" turns true at X plus D.</summary>
public sealed class CombinationTests
{
    private static readonly Rule A = Did("A", inTheLast: Hours(2));
    private static readonly Rule B = Did("B", inTheLast: Hours(5));
    private static readonly Rule LongSinceA = new RecencyRule(Occurrence.Last, Pattern("A"), AgeOperator.MoreThan, Hours(3));
    private static readonly Rule LongSinceB = new RecencyRule(Occurrence.Last, Pattern("B"), AgeOperator.MoreThan, Hours(4));
    private static readonly Rule Never = Did("N");

    public static TheoryData<string, bool, string?> Table => new()
    {
        { "A and B", true, "12:00" },
        { "A or B", true, "15:00" }, // the latest of the true parts
        { "not A", false, "12:00" },
        { "older A and older B", false, "14:00" }, // the latest of the false parts
        { "older A or older B", false, "13:00" },
        { "A and older B", false, "14:00" }, // A's own end does not matter before
        { "A and never", false, null },
        { "older A and never", false, null },
        { "A or everyone", true, null },
        { "B or older A", true, "15:00" },
        { "not (A and never)", true, null },
        { "nothing of all", true, null },
        { "nothing of any", false, null },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void NextChange_FollowsFromThePartsThatDecide(string rule, bool holds, string? next)
    {
        var fold = new Fold(Named(rule)).Observe("A", "10:00").Observe("B", "10:00");
        Assert.Equal(holds, fold.IsMember);
        Assert.Equal(next is null ? Instant.Never : At(next), fold.Next);
    }

    private static Rule Named(string rule) => rule switch
    {
        "A and B" => new AllRule([A, B]),
        "A or B" => new AnyRule([A, B]),
        "not A" => new NotRule(A),
        "older A and older B" => new AllRule([LongSinceA, LongSinceB]),
        "older A or older B" => new AnyRule([LongSinceA, LongSinceB]),
        "A and older B" => new AllRule([A, LongSinceB]),
        "A and never" => new AllRule([A, Never]),
        "older A and never" => new AllRule([Never, LongSinceA]),
        "A or everyone" => new AnyRule([A, new EveryoneRule()]),
        "B or older A" => new AnyRule([B, LongSinceA]),
        "not (A and never)" => new NotRule(new AllRule([A, Never])),
        "nothing of all" => new AllRule([]),
        _ => new AnyRule([]),
    };
}
