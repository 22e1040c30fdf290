using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Crm.Ingest.Kafka.Native;

/// <summary>What is used of <c>rdkafka.h</c>: the very library that the client has loaded, for handles mean nothing to another copy of it.</summary>
internal static unsafe partial class Librdkafka
{
    public const int NoError = 0;

    private const string Library = "librdkafka";

    static Librdkafka() => NativeLibrary.SetDllImportResolver(typeof(Librdkafka).Assembly, static (name, _, _) => name == Library ? Loaded.Value : 0);

    private static Lazy<nint> Loaded { get; } = new(Load);

    /// <summary>The client's own handle of the library's client.</summary>
    public static SafeHandle ClientOf(Handle handle) => (SafeHandle)Unwrap(handle);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_get_consumer")]
    public static partial nint ConsumerQueue(SafeHandle client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_queue_destroy")]
    public static partial void DestroyQueue(nint queue);

    [LibraryImport(Library, EntryPoint = "rd_kafka_consume_batch_queue")]
    public static partial nint ConsumeBatch(nint queue, int milliseconds, LibraryMessage** messages, nuint most);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_destroy")]
    public static partial void Destroy(LibraryMessage* message);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_timestamp")]
    public static partial long Timestamp(LibraryMessage* message, int* type);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_errstr")]
    public static partial nint ErrorText(LibraryMessage* message);

    [LibraryImport(Library, EntryPoint = "rd_kafka_message_headers")]
    public static partial int Headers(LibraryMessage* message, nint* headers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_header_get_last", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LastHeader(nint headers, string name, byte** value, nuint* length);

    private static nint Load()
    {
        _ = Confluent.Kafka.Library.Version; // loads it: which file it is depends on the system
        using var process = Process.GetCurrentProcess();
        var module = process.Modules.Cast<ProcessModule>().First(static module => module.ModuleName.Contains("librdkafka", StringComparison.Ordinal));
        return NativeLibrary.Load(module.FileName);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_LibrdkafkaHandle")]
    [return: UnsafeAccessorType("Confluent.Kafka.Impl.SafeKafkaHandle, Confluent.Kafka")]
    private static extern object Unwrap(Handle handle);
}

/// <summary><c>rd_kafka_message_t</c></summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct LibraryMessage
{
    public readonly int Error;
    public readonly nint Topic;
    public readonly int Partition;
    public readonly byte* Value;
    public readonly nuint ValueLength;
    public readonly byte* Key;
    public readonly nuint KeyLength;
    public readonly long Offset;
    private readonly nint _private;
}
