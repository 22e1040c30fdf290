using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Ingest.Privacy;

/// <summary>
/// A record as it stands sealed: 0x01 (no JSON begins so), the key's id (16 bytes), a nonce (12), then by AES-256-GCM the length of the
/// record's key (2, little-endian), that key and the payload, then the tag (16). The store's name is authenticated with it.
/// </summary>
internal static class SealFormat
{
    private const byte Mark = 1;
    private const int Id = 1, Nonce = 17, Text = 29, Tag = 16, Length = 2;
    private const int MaxStore = 256;

    // Never the same twice with a key: each process counts from a random place of its own among 2^96, which costs a twentieth of asking for randomness.
    private static readonly int Process = RandomNumberGenerator.GetInt32(int.MaxValue);
    private static long _count = BinaryPrimitives.ReadInt64LittleEndian(RandomNumberGenerator.GetBytes(8));

    public static bool IsSealed(ReadOnlySpan<byte> payload) => payload.Length >= Text + Length + Tag && payload[0] == Mark;

    public static Guid KeyOf(ReadOnlySpan<byte> payload) => new(payload[Id..Nonce]);

    /// <summary>What opening it takes.</summary>
    public static int Opened(int length) => length - Text - Tag;

    /// <param name="key">Of the customer.</param>
    /// <param name="recordKey">The record's, which names the store before its first slash.</param>
    public static byte[] Seal(SealKey key, string recordKey, ReadOnlySpan<byte> payload)
    {
        var name = Encoding.UTF8.GetByteCount(recordKey);
        var result = GC.AllocateUninitializedArray<byte>(Text + Length + name + payload.Length + Tag);
        result[0] = Mark;
        key.Id.TryWriteBytes(result.AsSpan(Id));
        WriteNonce(result.AsSpan(Nonce..Text));
        var text = result.AsSpan(Text..^Tag);
        BinaryPrimitives.WriteUInt16LittleEndian(text, checked((ushort)name));
        Encoding.UTF8.GetBytes(recordKey, text[Length..]);
        payload.CopyTo(text[(Length + name)..]);
        using var cipher = new AesGcm(key.Secret, Tag);
        cipher.Encrypt(result.AsSpan(Nonce..Text), text, text, result.AsSpan(^Tag..), StoreOf(recordKey, stackalloc byte[MaxStore]));
        return result;
    }

    /// <summary>Opens it; false where it was sealed otherwise than with this key for this store.</summary>
    /// <param name="into">Of the length that <see cref="Opened"/> says; on success it holds what was sealed.</param>
    /// <param name="payload">Where in it the payload stands; before it stands the record's key.</param>
    public static bool TryOpen(SealKey key, string recordKey, ReadOnlySpan<byte> from, Span<byte> into, out Range recordKeyRange, out Range payload)
    {
        (recordKeyRange, payload) = (default, default);
        try
        {
            using var cipher = new AesGcm(key.Secret, Tag);
            cipher.Decrypt(from[Nonce..Text], from[Text..^Tag], from[^Tag..], into, StoreOf(recordKey, stackalloc byte[MaxStore]));
        }
        catch (CryptographicException)
        {
            return false;
        }

        var name = BinaryPrimitives.ReadUInt16LittleEndian(into);
        (recordKeyRange, payload) = (Length..(Length + name), (Length + name)..into.Length);
        return Length + name <= into.Length;
    }

    private static void WriteNonce(Span<byte> nonce)
    {
        BinaryPrimitives.WriteInt32LittleEndian(nonce, Process);
        BinaryPrimitives.WriteInt64LittleEndian(nonce[4..], Interlocked.Increment(ref _count));
    }

    private static ReadOnlySpan<byte> StoreOf(string recordKey, Span<byte> buffer)
    {
        var store = recordKey.AsSpan(0, Math.Max(0, recordKey.IndexOf('/', StringComparison.Ordinal)));
        return buffer[..(Encoding.UTF8.TryGetBytes(store, buffer, out var written) ? written : 0)];
    }
}
