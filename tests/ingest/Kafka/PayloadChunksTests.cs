using Crm.Ingest.Kafka;

namespace Crm.Ingest.Tests.Kafka;

public class PayloadChunksTests
{
    private const int Payload = 1_000;

    [Fact]
    public void Add_WhileNothingIsReleased_KeepsEveryPayload()
    {
        var chunks = new PayloadChunks(lend: true);

        var added = Enumerable.Range(0, 500).Select(offset => chunks.Add(Bytes(offset, Payload + offset), offset)).ToArray();

        Assert.All(added.Index(), static payload => Assert.Equal(Bytes(payload.Index, Payload + payload.Index), payload.Item.ToArray()));
    }

    // Seen to fail where a chunk went back with the first of its records instead of the last.
    [Fact]
    public void Release_ThroughAnOffset_KeepsThoseAfterIt()
    {
        var chunks = new PayloadChunks(lend: true);
        var kept = new Queue<(long Offset, ReadOnlyMemory<byte> Payload)>();
        for (var offset = 0; offset < 2_000; offset++)
        {
            kept.Enqueue((offset, chunks.Add(Bytes(offset, Payload), offset)));
            if (offset % 7 == 0 && offset > 100)
            {
                chunks.Release(offset - 100);
                while (kept.Peek().Offset <= offset - 100)
                {
                    kept.Dequeue();
                }
            }

            var (first, payload) = kept.Peek();
            Assert.Equal(Bytes(first, Payload), payload.ToArray());
        }
    }

    [Fact]
    public void Add_AfterRelease_AllocatesNothing()
    {
        var chunks = new PayloadChunks(lend: true);
        var payload = Bytes(1, Payload);
        Go(0);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Go(1_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Go(int from)
        {
            for (var offset = from; offset < from + 1_000; offset++)
            {
                chunks.Add(payload, offset);
                chunks.Release(offset - 100);
            }
        }
    }

    [Fact]
    public void Add_WhatIsLargerThanAChunk_HasMemoryOfItsOwn()
    {
        var chunks = new PayloadChunks(lend: true);

        var (before, large, after) = (chunks.Add(Bytes(0, 10), 0), chunks.Add(Bytes(1, 1 << 20), 1), chunks.Add(Bytes(2, 10), 2));
        chunks.Release(1);

        Assert.Equal([Bytes(0, 10), Bytes(1, 1 << 20), Bytes(2, 10)], [before.ToArray(), large.ToArray(), after.ToArray()]);
    }

    private static byte[] Bytes(long seed, int length)
    {
        var bytes = new byte[length];
        new Random((int)seed).NextBytes(bytes);
        return bytes;
    }
}
