using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Crm.Core.Storage;

/// <summary>Memory for states on their way to the database, used again: they would be garbage as soon as they are durable, and of busy customers large objects.</summary>
public static class StateMemory
{
    private const int MostOfSmall = 32 * 1024;
    private const int Kept = 1_024; // of a size

    private static readonly ArrayPool<byte> Small = ArrayPool<byte>.Create(MostOfSmall, Kept);

    public static ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> state)
    {
        var array = PoolOf(state.Length).Rent(state.Length);
        state.CopyTo(array);
        return array.AsMemory(0, state.Length);
    }

    /// <summary>Takes it back. Of what was not made here, such as a state that came over the wire, nothing is kept that does not fit.</summary>
    /// <param name="state">Nobody may hold it any more.</param>
    public static void Free(ReadOnlyMemory<byte> state)
    {
        if (MemoryMarshal.TryGetArray(state, out var segment) && segment is { Offset: 0, Array: { Length: >= 16 } array } && BitOperations.IsPow2(array.Length))
        {
            PoolOf(array.Length).Return(array);
        }
    }

    private static ArrayPool<byte> PoolOf(int length) => length <= MostOfSmall ? Small : ArrayPool<byte>.Shared;
}
