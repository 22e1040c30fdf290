namespace Crm.Silo.Collector;

/// <summary>What one request may hold. That of one event is the decoder's.</summary>
internal static class CollectorLimits
{
    /// <summary>Of a body, as sent and after decompression: 500 KB.</summary>
    public const int BodyBytes = 500 * 1024;

    public const int EventsPerBatch = 2_500;

    /// <summary>Of all events of a batch once its shared context stands in each: else a small body could become a very large append.</summary>
    public const int PayloadBytes = 8 * 1024 * 1024;
}
