using System.Buffers.Binary;

namespace Crm.Core.Events;

/// <summary>
/// A 64-bit hash that is stored, so that it never changes: each eight bytes (little-endian, the last filled up with
/// zeros), and first the length, are added by exclusive or and mixed with the finalizer of MurmurHash3
/// (https://github.com/aappleby/smhasher). Two texts that differ share it once in 2^64; nothing secret rests on it.
/// </summary>
internal static class StableHash
{
    /// <summary>Never 0, which stands for "none".</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Mix((ulong)bytes.Length ^ 0x9E3779B97F4A7C15);
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        if (!bytes.IsEmpty)
        {
            Span<byte> last = stackalloc byte[8];
            last.Clear();
            bytes.CopyTo(last);
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(last));
        }

        return hash == 0 ? 1 : hash;
    }

    public static ulong Mix(ulong value)
    {
        value ^= value >> 33;
        value *= 0xFF51AFD7ED558CCD;
        value ^= value >> 33;
        value *= 0xC4CEB9FE1A85EC53;
        return value ^ (value >> 33);
    }
}
