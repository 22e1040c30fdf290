using System.Security.Cryptography;

namespace Crm.Silo.Console;

/// <summary>
/// The page that all of the console is. Its component library writes style elements while it runs: they carry a number that is made anew
/// for each answer and that nothing which came in otherwise can know.
/// </summary>
internal sealed class ConsolePage(string text)
{
    /// <summary>Where the build leaves the place for the number.</summary>
    public const string Place = "%CSP_NONCE%";

    public async Task Send(HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var response = context.Response;
        response.Headers.ContentSecurityPolicy = ConsoleFiles.Csp.Replace("style-src 'self'", $"style-src 'self' 'nonce-{nonce}'", StringComparison.Ordinal);
        response.Headers.CacheControl = "no-store";
        response.ContentType = "text/html; charset=utf-8";
        await response.WriteAsync(HttpMethods.IsHead(context.Request.Method) ? "" : text.Replace(Place, nonce, StringComparison.Ordinal), context.RequestAborted);
    }
}
