using System.Buffers.Binary;
using System.Text;
using Crm.Core.Customers;

namespace Crm.Core.Events;

/// <summary>
/// The partition that a key has by Kafka's default partitioner: murmur2 over its UTF-8, made positive, modulo the number
/// of partitions (<c>org.apache.kafka.common.utils.Utils.murmur2</c>, <c>toPositive</c>). So a producer that uses the customer's key
/// and that partitioner writes to the customer's home already.
/// </summary>
public static class HomePartition
{
    private const uint Multiplier = 0x5BD1E995;

    public static int Of(CustomerKey key, int partitions) => Of(key.Text, partitions);

    public static int Of(string key, int partitions)
    {
        var length = Encoding.UTF8.GetMaxByteCount(key.Length);
        var bytes = length <= 1024 ? stackalloc byte[1024] : new byte[length];
        return Of(bytes[..Encoding.UTF8.GetBytes(key, bytes)], partitions);
    }

    public static int Of(ReadOnlySpan<byte> key, int partitions)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(partitions);
        return (Murmur2(key) & 0x7FFFFFFF) % partitions;
    }

    internal static int Murmur2(ReadOnlySpan<byte> data)
    {
        var hash = 0x9747B28C ^ (uint)data.Length;
        for (; data.Length >= 4; data = data[4..])
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(data) * Multiplier;
            hash = (hash * Multiplier) ^ ((word ^ (word >> 24)) * Multiplier);
        }

        if (!data.IsEmpty)
        {
            for (var i = 0; i < data.Length; i++)
            {
                hash ^= (uint)data[i] << (8 * i);
            }

            hash *= Multiplier;
        }

        hash = (hash ^ (hash >> 13)) * Multiplier;
        return (int)(hash ^ (hash >> 15));
    }
}
