using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Crm.Cli.Api;
using Microsoft.AspNetCore.Http;

namespace Crm.Cli.Listen;

/// <summary>Checks signatures as a receiver of Standard Webhooks does (https://www.standardwebhooks.com).</summary>
internal sealed class WebhookSecret
{
    /// <summary>How old, or how far ahead, a webhook may be: older ones may be somebody's repeat.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly byte[] _key;

    /// <exception cref="CrmException">It is none.</exception>
    public WebhookSecret(string text)
    {
        var encoded = text.StartsWith("whsec_", StringComparison.Ordinal) ? text["whsec_".Length..] : text;
        _key = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, _key, out var length) || length is < 24 or > 64)
            throw new CrmException("The secret must be whsec_ and the base64 of 24 to 64 bytes, as GET /api/v1/webhook-secret gives it.");
        _key = _key[..length];
    }

    /// <returns>What is wrong, in a few words; null for a webhook that whoever has the secret sent just now.</returns>
    public string? Problem(IHeaderDictionary headers, byte[] body, DateTimeOffset now)
    {
        if (headers["webhook-id"] is not [{ Length: > 0 } id] || headers["webhook-timestamp"] is not [{ } timestamp] || headers["webhook-signature"] is not [{ } signatures])
            return "not signed";
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return "bad timestamp";
        if (Math.Abs(now.ToUnixTimeSeconds() - seconds) > (long)Tolerance.TotalSeconds)
            return "too old or too new";
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var expected = Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(_key, signed)));
        return signatures.Split(' ').Any(one => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), expected))
            ? null
            : "wrong signature";
    }
}
