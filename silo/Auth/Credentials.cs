using System.Net.Http.Headers;
using System.Text;

namespace Crm.Silo.Auth;

/// <summary>Reads the Authorization header.</summary>
internal static class Credentials
{
    public static string? Bearer(HttpRequest request) => Parameter(request, "Bearer");

    /// <summary>The user of Basic credentials, whose password is empty: SDKs send <c>writeKey:</c>.</summary>
    public static string? BasicUser(HttpRequest request)
    {
        var encoded = Parameter(request, "Basic");
        var bytes = new byte[encoded?.Length ?? 0];
        if (encoded is null || !Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? text[..colon] : text;
    }

    private static string? Parameter(HttpRequest request, string scheme) =>
        request.Headers.Authorization is [{ } header] && AuthenticationHeaderValue.TryParse(header, out var value)
        && value.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase) ? value.Parameter : null;
}
