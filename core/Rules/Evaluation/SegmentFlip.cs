using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>A customer entered or left a segment.</summary>
/// <param name="Segment">Its index in <see cref="RuleSet.Segments"/>.</param>
/// <param name="Entered">False where the customer left; the flips of one customer and segment alternate.</param>
/// <param name="Number">This customer's running number for that segment, from 1.</param>
/// <param name="At">The now at which it was settled.</param>
public readonly record struct SegmentFlip(int Segment, bool Entered, long Number, Instant At);
