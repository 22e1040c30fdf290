using Crm.Core.Customers;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Tests.Customers;

public class MessageMemoryTests
{
    private const long Minute = 60_000;

    [Theory]
    [InlineData(64, 30, 11, true)] // among the newest 64, however old
    [InlineData(65, 30, 11, false)]
    [InlineData(65, 0, 10, true)] // in the last 10 minutes
    [InlineData(65, 0, 11, false)]
    [InlineData(10_000, 0, 10, true)]
    [InlineData(10_001, 0, 10, false)] // to 10,000
    public void Knows_TheFirstOf_ByNumberAndAge(int messages, int gapAfterFirst, int minutesLater, bool known)
    {
        var memory = new MessageMemory();
        for (var i = 0; i < messages; i++)
        {
            memory.Add((ulong)i + 1, new(i == 0 ? 0 : gapAfterFirst * Minute));
        }

        Assert.Equal(known, memory.Knows(1, new((gapAfterFirst + minutesLater) * Minute)));
        Assert.True(memory.Knows((ulong)messages, new((gapAfterFirst + minutesLater) * Minute)));
    }

    [Fact]
    public void Knows_RandomMessages_IsWhatAListSays()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var memory = new MessageMemory();
            var list = new List<(ulong Hash, Instant At)>();
            var now = new Instant(1_700_000_000_000);
            for (var i = 0; i < 3000; i++)
            {
                now = now.PlusMilliseconds(random.Next(20) == 0 ? random.Next(0, (int)(8 * Minute)) : random.Next(0, 2000));
                var hash = (ulong)random.Next(1, 400);
                var known = list.Where((entry, index) => entry.Hash == hash && (index >= list.Count - 64 || now - entry.At <= 10 * Minute)).Any();
                Assert.Equal(known, memory.Knows(hash, now));
                if (!known)
                {
                    memory.Add(hash, now);
                    list.Add((hash, now));
                }

                if (random.Next(100) == 0)
                {
                    var writer = new SnapshotWriter();
                    memory.Write(writer, now);
                    var reader = new SnapshotReader(writer.ToArray());
                    memory = MessageMemory.Read(ref reader, now)!;
                    Assert.True(reader.AtEnd);
                }
            }
        }
    }
}
