using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Crm.Core.Time;

namespace Crm.Silo.Webhooks;

/// <summary>Signatures as Standard Webhooks has them (https://www.standardwebhooks.com), version 1.0.0.</summary>
internal static class WebhookSignature
{
    /// <summary>The value of <c>webhook-signature</c>: one for each secret, by spaces.</summary>
    /// <param name="id">Visible ASCII without a full stop, which separates what is signed.</param>
    public static string Of(IEnumerable<ReadOnlyMemory<byte>> keys, string id, string timestamp, ReadOnlyMemory<byte> body) =>
        string.Join(' ', keys.Select(key => "v1," + Convert.ToBase64String(Hash(key.Span, $"{id}.{timestamp}.", body.Span))));

    /// <summary>The value of <c>webhook-timestamp</c>: whole seconds.</summary>
    public static string Timestamp(Instant at) => (at.Milliseconds / 1000).ToString(CultureInfo.InvariantCulture);

    public static bool IsId(string id) => id is { Length: > 0 and <= 255 } && id.All(static c => c is > ' ' and <= '~' and not '.');

    private static byte[] Hash(ReadOnlySpan<byte> key, string prefix, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.ASCII.GetBytes(prefix));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }
}
