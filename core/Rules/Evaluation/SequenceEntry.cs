using System.Runtime.InteropServices;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>An event that a sequence may still need: where it stands and which steps it can serve.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct SequenceEntry(long Milliseconds, long Offset, long Mask)
{
    /// <summary>Numbers that an entry takes in <see cref="LeafState.Items"/>.</summary>
    public const int Size = 3;

    public Instant At => new(Milliseconds);

    public bool IsBefore(in SequenceEntry other) =>
        Milliseconds != other.Milliseconds ? Milliseconds < other.Milliseconds : Offset < other.Offset;

    /// <summary>The entries in use, in order.</summary>
    public static Span<SequenceEntry> In(in LeafState state) =>
        MemoryMarshal.Cast<long, SequenceEntry>(state.Items.AsSpan(0, Math.Max(0, state.Count) * Size));
}
