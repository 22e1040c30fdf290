using System.IO.Compression;
using Crm.Client.Http;

namespace Crm.Client.Tracking;

/// <summary>Events as a request to the collector.</summary>
internal static class BatchRequest
{
    private static ReadOnlySpan<byte> Start => "{\"batch\":["u8;

    private static ReadOnlySpan<byte> End => "]}"u8;

    /// <summary>Whether there is room for one more.</summary>
    /// <param name="bytes">Of those there are, with a comma each.</param>
    /// <param name="next">The one more.</param>
    public static bool Fits(int bytes, in QueuedEvent next) => Start.Length + bytes + next.Json.Length + End.Length <= EventLimits.BatchBytes;

    /// <summary>Compressed. It can be repeated, for every event carries its messageId.</summary>
    public static Call Of(ReadOnlySpan<QueuedEvent> events, string query = "")
    {
        var body = new MemoryStream();
        using (var gzip = new GZipStream(body, CompressionLevel.Fastest))
        {
            gzip.Write(Start);
            for (var i = 0; i < events.Length; i++)
            {
                gzip.Write(i == 0 ? default : ","u8);
                gzip.Write(events[i].Json.Span);
            }

            gzip.Write(End);
        }

        return new(HttpMethod.Post, $"v1/batch{query}") { Body = body.ToArray(), Encoding = "gzip", IsEvents = true, IsRepeatable = true };
    }
}
