using System.Collections.Immutable;
using Crm.Core.Rules.Why;
using Crm.Core.Time;

namespace Crm.Core.Customers;

public sealed partial class Customer
{
    /// <summary>Why the customer is in a segment or not; nothing changes by asking.</summary>
    /// <param name="segment">Its id.</param>
    /// <param name="now">The answer is as of here, but of no instant at which a wake-up is due that was not taken yet, and never of one before <see cref="Position"/>.</param>
    /// <returns>Null where the definitions under which the customer stands have no such segment, and of one who was never heard of.</returns>
    public SegmentWhy? Why(string segment, Instant now) =>
        Exists && _definitions.Rules.IndexOf(segment) is >= 0 and var index ? Why(index, Through(now)) : null;

    /// <summary>The same of every segment that the customer is in, by id.</summary>
    public ImmutableArray<SegmentWhy> WhyMember(Instant now) => Exists
        ? [.. Enumerable.Range(0, _definitions.Rules.Segments.Length).Where(_rules.IsMember).Select(index => Why(index, Through(now)))]
        : [];

    private SegmentWhy Why(int index, Instant at)
    {
        var segment = _definitions.Rules.Segments[index];
        Instant? since = _rules.Number(index) > 0 ? _rules.Since(index) : null;
        return new(segment.Id, segment.Version, _rules.IsMember(index), since, at, _rules.Explain(index, this, at));
    }

    private Instant Through(Instant now)
    {
        var wake = NextWake;
        return Instant.Later(Position.WokenThrough, wake <= now ? wake.PlusMilliseconds(-1) : now);
    }
}
