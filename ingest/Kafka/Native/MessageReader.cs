using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Crm.Ingest.Kafka.Native;

/// <summary>
/// Takes a consumer's messages many at a time, by the library's own interface. The client makes a handful of objects of every message
/// and crosses over to the library for each: half of all that a silo allocated. Everything else is asked of the client. For one thread.
/// </summary>
internal sealed unsafe class MessageReader : IDisposable
{
    private const int Most = 256; // a partition that is paused gets so many more

    private readonly SafeHandle _client;
    private readonly nint _queue;
    private readonly LibraryMessage*[] _messages = new LibraryMessage*[Most];

    public MessageReader(IConsumer<byte[], byte[]> consumer)
    {
        _client = Librdkafka.ClientOf(consumer.Handle);
        var held = false;
        _client.DangerousAddRef(ref held); // a queue must go before its client: however the two are disposed of
        _queue = Librdkafka.ConsumerQueue(_client);
    }

    public delegate void Take(in KafkaMessage message);

    /// <summary>Shows each message that is there, none of which may be kept; where there is none, waits for one.</summary>
    /// <returns>How many there were.</returns>
    public int Read(TimeSpan wait, int most, Take take)
    {
        var count = Receive((int)wait.TotalMilliseconds, Math.Min(most, Most));
        var shown = 0;
        try
        {
            while (shown < count)
            {
                var message = _messages[shown++];
                try
                {
                    take(new(message));
                }
                finally
                {
                    Librdkafka.Destroy(message);
                }
            }
        }
        finally
        {
            while (shown < count)
            {
                Librdkafka.Destroy(_messages[shown++]);
            }
        }

        return count;
    }

    public void Dispose()
    {
        Librdkafka.DestroyQueue(_queue);
        _client.DangerousRelease();
    }

    // The library waits until it has as many as are asked for, or the time is up: so first for one, then for none.
    private int Receive(int milliseconds, int most)
    {
        fixed (LibraryMessage** messages = _messages)
        {
            var first = (int)Librdkafka.ConsumeBatch(_queue, milliseconds, messages, 1);
            return first <= 0 || most <= 1 ? first : first + Math.Max(0, (int)Librdkafka.ConsumeBatch(_queue, 0, messages + 1, (nuint)most - 1));
        }
    }
}
