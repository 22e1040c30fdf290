using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Cli.Tests.Listen;

/// <summary>Sends webhooks as the silo does.</summary>
internal static class Hooks
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    public static string Body(string customer = "u:7") =>
        $$$$$"""
        {"type":"automation.action","timestamp":"2026-11-21T10:00:00.000Z",
         "data":{"id":"act_1","store":"demo","automation":"abandoned-cart","version":3,"run":1,"step":"remind","at":"2026-11-21T10:00:00.000Z",
         "customer":{"id":"{{{{{customer}}}}}","cart":{"items":2,"value":"35.80"}}}}
        """;

    public static HttpRequestMessage Request(string url, string id, string? body = null, string secret = Secret)
    {
        body ??= Body();
        var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var hash = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}"));
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(hash)}");
        return request;
    }
}
