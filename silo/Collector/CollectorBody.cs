using System.IO.Compression;
using Crm.Silo.Http;

namespace Crm.Silo.Collector;

/// <summary>Reads a request's body, whatever type an SDK says it has: JSON, plain or compressed.</summary>
internal static class CollectorBody
{
    public static async ValueTask<(byte[] Json, Problem? Problem)> Read(HttpContext context)
    {
        try
        {
            var bytes = await BodyReader.Read(context.Request.Body, CollectorLimits.BodyBytes, context.RequestAborted);
            if (bytes is not null && IsCompressed(bytes, context.Request.Headers.ContentEncoding))
            {
                // RudderStack's Node SDK sends gzip without saying so: the first two bytes tell, and no JSON begins like that.
                await using var plain = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
                bytes = await BodyReader.Read(plain, CollectorLimits.BodyBytes, context.RequestAborted);
            }

            return bytes is null ? ([], Problem.TooLarge(CollectorLimits.BodyBytes)) : (WithoutMark(bytes), null);
        }
        catch (InvalidDataException)
        {
            return ([], Problem.Bad("The body is not valid gzip."));
        }
        catch (BadHttpRequestException bad)
        {
            return ([], new Problem(bad.StatusCode));
        }
    }

    private static bool IsCompressed(byte[] bytes, string? encoding) =>
        bytes is [0x1F, 0x8B, ..] || (encoding is not null && encoding.Contains("gzip", StringComparison.OrdinalIgnoreCase));

    private static byte[] WithoutMark(byte[] bytes) => bytes is [0xEF, 0xBB, 0xBF, .. var rest] ? rest : bytes;
}
