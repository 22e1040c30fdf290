using System.Runtime.InteropServices;
using Crm.Core.Profiles;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>What was told of a field or trait and could not be taken as it came; one entry each, until a value that is right.</summary>
/// <param name="Field">Of <see cref="CustomerFields"/>, or <c>traits.x</c>.</param>
/// <param name="Reason">Of the newest of them.</param>
/// <param name="At">When the newest happened.</param>
/// <param name="Count">How many there were since the last value that was right.</param>
internal readonly record struct FieldProblem(string Field, ProblemReason Reason, Instant At, int Count);

/// <summary>The fields and traits that have a problem, to <see cref="CustomerLimits.Problems"/>: beyond it the oldest goes.</summary>
internal sealed class FieldProblems
{
    private readonly List<FieldProblem> _problems = new(1);

    public IReadOnlyList<FieldProblem> All => _problems;

    public int Count => _problems.Count;

    public void Report(string field, ProblemReason reason, Instant at)
    {
        var place = PlaceOf(field);
        if (place >= 0)
        {
            ref var known = ref CollectionsMarshal.AsSpan(_problems)[place];
            known = at >= known.At ? new(known.Field, reason, at, known.Count + 1) : known with { Count = known.Count + 1 };
            return;
        }

        if (_problems.Count == CustomerLimits.Problems)
        {
            _problems.Remove(_problems.MinBy(static problem => problem.At));
        }

        _problems.Add(new(field, reason, at, 1));
    }

    /// <summary>A value that was right: no older problem of the field matters any more.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Resolve(string field, Instant at)
    {
        var place = PlaceOf(field);
        if (place < 0 || at < _problems[place].At)
        {
            return false;
        }

        _problems.RemoveAt(place);
        return true;
    }

    /// <summary>Takes in another customer's.</summary>
    public void Absorb(FieldProblems other)
    {
        foreach (var (field, reason, at, count) in other._problems)
        {
            for (var i = 0; i < count; i++)
            {
                Report(field, reason, at);
            }
        }
    }

    public void Write(SnapshotWriter writer)
    {
        writer.Count(_problems.Count);
        foreach (var (field, reason, at, count) in _problems)
        {
            writer.Text(field);
            writer.Byte((byte)reason);
            writer.Instant(at);
            writer.Count(count);
        }
    }

    public static FieldProblems Read(ref SnapshotReader reader)
    {
        var problems = new FieldProblems();
        for (var left = reader.Count(); left > 0; left--)
        {
            problems._problems.Add(new(reader.Text()!, (ProblemReason)reader.Byte(), reader.Instant(), reader.Count()));
        }

        return problems;
    }

    private int PlaceOf(string field) => _problems.FindIndex(problem => string.Equals(problem.Field, field, StringComparison.Ordinal));
}
