using System.Runtime.InteropServices;

namespace Crm.Core.Rules.Evaluation;

/// <summary>Values of a property that count for the same time.</summary>
/// <param name="Key">What <see cref="ValueWindow"/> keeps it by, in milliseconds.</param>
/// <param name="Value">The value, or what several come to.</param>
/// <param name="Count">Of how many.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ValueEntry(long Key, long Value, long Count)
{
    /// <summary>Numbers that an entry takes in <see cref="LeafState.Items"/>.</summary>
    public const int Size = 3;

    /// <summary>The entries in use, by key.</summary>
    public static Span<ValueEntry> In(in LeafState state) =>
        MemoryMarshal.Cast<long, ValueEntry>(state.Items.AsSpan(0, state.Count * Size));
}
