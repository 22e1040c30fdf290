using Orleans.Runtime;

namespace Crm.GrainInterfaces.Streams;

/// <summary>The Orleans streams of changes, by name.</summary>
public static class ChangeStreams
{
    /// <summary>Name of the stream provider, in silos and in clients.</summary>
    public const string Provider = "crm";

    /// <summary>Everything that changes in a store.</summary>
    public static StreamId Of(string store) => StreamId.Create("crm.store", store);

    /// <summary>Who enters and leaves one segment, and what becomes of it.</summary>
    public static StreamId Of(string store, string segment) => StreamId.Create("crm.segment", $"{store}/{segment}");
}
