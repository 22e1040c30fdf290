using Crm.Core.Events;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>
/// One customer's side of a store's rules: what event leaves hold, memberships, and when each segment may next change by
/// itself. Not safe for concurrent use.
/// </summary>
public sealed partial class RuleState
{
    private readonly RuleSet _rules;
    private SparseList<LeafState> _leaves = new();
    private SparseList<SegmentState> _segments = new();
    private SparseList<Instant> _next = new(); // by segment, when it may change by itself: few of those that the customer is in do
    private MarkSet _marks;

    /// <summary>Nobody is a member yet; the first <see cref="Settle"/> evaluates every segment.</summary>
    public RuleState(RuleSet rules)
        : this(rules, new MarkSet(rules.Segments.Length)) => _marks.AddAll();

    private RuleState(RuleSet rules, MarkSet marks) => (_rules, _marks) = (rules, marks);

    /// <summary>As of the last settling the earliest instant at which any segment may change by itself; <see cref="Instant.Never"/> if none.</summary>
    public Instant NextChange { get; private set; } = Instant.Never;

    internal string SegmentAt(int index) => _rules.Segments[index].Id;

    public bool IsMember(int segment) => StateOf(segment).IsMember;

    /// <summary>When the customer last entered or left the segment; <see cref="Instant.Min"/> if never.</summary>
    public Instant Since(int segment) => StateOf(segment).Since;

    /// <summary>How often the customer entered or left the segment: the number of the last flip, 0 before the first.</summary>
    public long Number(int segment) => StateOf(segment).Number;

    /// <summary>Takes in an event that happened at or before now; only leaves that its name concerns are looked at.</summary>
    /// <param name="e">Of any type.</param>
    /// <param name="offset">Its position in the home partition.</param>
    public void Observe(in Event e, long offset)
    {
        if (e.Type.IsNamed() && _rules.Index.Watches.TryGetValue(e.Name, out var watches))
        {
            foreach (var watch in watches)
            {
                Observe(e, offset, watch);
            }
        }
    }

    /// <param name="index">In <see cref="Customers.CustomerFields.All"/>.</param>
    public void FieldChanged(int index) => _marks.Add(_rules.Index.FieldReaders[index]);

    /// <param name="name">What stands after <c>traits.</c></param>
    public void TraitChanged(string name)
    {
        if (_rules.Index.TraitReaders.TryGetValue(name, out var readers))
        {
            _marks.Add(readers);
        }
    }

    public void ConsentsChanged() => _marks.Add(_rules.Index.ConsentReaders);

    /// <summary>A run of the automation began or ended.</summary>
    internal void JourneyChanged(string automation)
    {
        if (_rules.Index.JourneyReaders.TryGetValue(automation, out var readers))
        {
            _marks.Add(readers);
        }
    }

    /// <summary>Whether there is anything for a settling to look at that is not due by time.</summary>
    internal bool IsMarked => _marks.Any;

    public void TagsChanged() => _marks.Add(_rules.Index.TagReaders);

    private void Observe(in Event e, long offset, LeafWatch watch)
    {
        if (watch.Match(e) is not 0 and var mask)
        {
            var shared = _rules.Leaves[watch.Leaf];
            _leaves.TryGet(watch.Leaf, out var state);
            if (shared.Leaf.Observe(ref state, e, offset, mask))
            {
                _marks.Add(shared.Readers);
            }

            _leaves.Set(watch.Leaf, state, keep: !state.IsEmpty);
        }
    }

    private SegmentState StateOf(int segment) => _segments.TryGet(segment, out var state) ? state : SegmentState.None;
}
