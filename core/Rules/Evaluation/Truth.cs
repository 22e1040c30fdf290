using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>What a rule, or a part of one, says at some now.</summary>
/// <param name="Holds">Whether it is true at that now.</param>
/// <param name="Until">The earliest later instant at which it may change by time alone; <see cref="Instant.Never"/> if none.</param>
internal readonly record struct Truth(bool Holds, Instant Until)
{
    public static readonly Truth Always = new(true, Instant.Never);

    public static readonly Truth Never = new(false, Instant.Never);

    public static Truth Constant(bool holds) => holds ? Always : Never;

    /// <summary>Exact negation, which changes when this does.</summary>
    public Truth Negated => new(!Holds, Until);

    /// <summary>True from <paramref name="from"/> (inclusive) to <paramref name="to"/> (exclusive).</summary>
    public static Truth Between(Instant from, Instant to, Instant now) =>
        now < from ? new(false, from < to ? from : Instant.Never) : new(now < to, now < to ? to : Instant.Never);
}
