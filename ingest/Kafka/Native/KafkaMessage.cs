using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Crm.Ingest.Kafka.Native;

/// <summary>A message in the library's memory, or what it has to say of a partition instead: valid during the call that shows it.</summary>
internal readonly unsafe ref struct KafkaMessage
{
    private readonly LibraryMessage* _message;
    private readonly nint _headers; // 0 for nearly all

    public KafkaMessage(LibraryMessage* message)
    {
        _message = message;
        nint headers;
        if (IsRecord && Librdkafka.Headers(message, &headers) == Librdkafka.NoError)
        {
            _headers = headers;
        }
    }

    public bool IsRecord => _message->Error == Librdkafka.NoError;

    /// <summary>The partition has no more for now.</summary>
    public bool IsEnd => (ErrorCode)_message->Error == ErrorCode.Local_PartitionEOF;

    /// <summary>Of what is neither.</summary>
    public Error Error => new((ErrorCode)_message->Error, Marshal.PtrToStringUTF8(Librdkafka.ErrorText(_message)));

    /// <summary>Negative where an error is of no partition.</summary>
    public int Partition => _message->Partition;

    public long Offset => _message->Offset;

    /// <summary>Empty where there is none.</summary>
    public ReadOnlySpan<byte> Key => new(_message->Key, (int)_message->KeyLength);

    /// <summary>Empty where there is none.</summary>
    public ReadOnlySpan<byte> Value => new(_message->Value, (int)_message->ValueLength);

    /// <summary>In Unix milliseconds; 0 where the broker tells none.</summary>
    public long Timestamp
    {
        get
        {
            int type;
            var timestamp = Librdkafka.Timestamp(_message, &type);
            return type == (int)TimestampType.NotAvailable ? 0 : timestamp;
        }
    }

    public bool HasHeaders => _headers != 0;

    /// <summary>The last of that name; null where there is none, empty where it has no value.</summary>
    public byte[]? Header(string name)
    {
        byte* value;
        nuint length;
        return HasHeaders && Librdkafka.LastHeader(_headers, name, &value, &length) == Librdkafka.NoError ? new ReadOnlySpan<byte>(value, (int)length).ToArray() : null;
    }
}
