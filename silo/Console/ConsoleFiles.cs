using System.Collections.Frozen;
using Crm.Silo.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Console;

/// <summary>
/// The built console, as it was when the process started. What a browser opens that no call and no file is, is a page of the console:
/// it gets index.html, which finds the page by the address.
/// </summary>
internal sealed class ConsoleFiles
{
    public const string Csp =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string[] Calls = ["/api", "/v1", "/b", "/docs", "/openapi", "/health", "/metrics", "/console"];
    private static readonly Problem Unbuilt = Problem.NotFound("The console is not built: ./crm up builds it.");

    private readonly FrozenDictionary<string, ConsoleFile> _files;
    private readonly ConsolePage? _page;

    public ConsoleFiles(IOptions<ConsoleOptions> options)
    {
        var folder = options.Value.Folder;
        var page = Path.Combine(folder, "index.html");
        _page = File.Exists(page) ? new(File.ReadAllText(page)) : null;
        var types = new FileExtensionContentTypeProvider();
        var paths = Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];
        _files = paths
            .Where(path => path != page && !path.EndsWith(".br", StringComparison.Ordinal) && !path.EndsWith(".gz", StringComparison.Ordinal))
            .Select(path => (Name: "/" + Path.GetRelativePath(folder, path).Replace('\\', '/'), Path: path))
            .ToFrozenDictionary(static file => file.Name, file => new ConsoleFile(
                file.Path,
                types.TryGetContentType(file.Path, out var type) ? Text(type) : "application/octet-stream",
                isHashed: file.Name.StartsWith("/assets/", StringComparison.Ordinal)), StringComparer.Ordinal);
    }

    /// <returns>False where the request is none of the console's.</returns>
    public async Task<bool> TrySend(HttpContext context)
    {
        var (request, path) = (context.Request, context.Request.Path);
        if ((!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) || Array.Exists(Calls, call => path.StartsWithSegments(call)))
        {
            return false;
        }

        var isPage = path == "/" || (!_files.ContainsKey(path.Value!) && WantsPage(request));
        if (!isPage && !_files.ContainsKey(path.Value!))
        {
            return false;
        }

        if (isPage && _page is null)
        {
            await Unbuilt.ExecuteAsync(context);
            return true;
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Csp;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        await (isPage ? _page!.Send(context) : _files[path.Value!].Send(context));
        return true;
    }

    private static bool WantsPage(HttpRequest request) => request.GetTypedHeaders().Accept.Any(static type => type.MediaType == "text/html" && type.Quality != 0);

    private static string Text(string type) => type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type;
}
