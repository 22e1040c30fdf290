namespace Crm.Ingest.Kafka;

/// <summary>
/// The payloads of a partition, one after the other in chunks. Where they are lent a chunk is written again once every record in it is
/// done with: they would else be most of what is allocated. Where they are not, a chunk goes with the last of its records.
/// </summary>
internal sealed class PayloadChunks(bool lend)
{
    private const int Size = 32 * 1024; // below a large object's, and little for a partition that is quiet

    private readonly Queue<(byte[] Chunk, long Last)> _filled = new();
    private readonly Stack<byte[]> _free = new();
    private byte[] _chunk = [];
    private int _length;
    private long _last; // offset in the chunk

    /// <param name="payload">It is copied.</param>
    /// <param name="offset">Of its record, which comes after those that were added before.</param>
    public ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> payload, long offset)
    {
        if (payload.Length > Size)
        {
            return payload.ToArray();
        }

        if (payload.Length > _chunk.Length - _length)
        {
            if (lend && _length > 0)
            {
                _filled.Enqueue((_chunk, _last));
            }

            (_chunk, _length) = (_free.TryPop(out var free) ? free : new byte[Size], 0);
        }

        var place = _chunk.AsMemory(_length, payload.Length);
        payload.CopyTo(place.Span);
        (_length, _last) = (_length + payload.Length, offset);
        return place;
    }

    /// <summary>Nobody has a payload through this offset any more.</summary>
    public void Release(long through)
    {
        while (_filled.TryPeek(out var first) && first.Last <= through)
        {
            _free.Push(_filled.Dequeue().Chunk);
        }
    }
}
