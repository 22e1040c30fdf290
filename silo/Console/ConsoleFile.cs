using Microsoft.Net.Http.Headers;

namespace Crm.Silo.Console;

/// <summary>A file of the built console, and the same compressed where the build made that.</summary>
internal sealed class ConsoleFile
{
    private readonly string _type, _cached;
    private readonly (string Coding, string Path, EntityTagHeaderValue Tag)[] _forms;

    /// <param name="path">Of the file on disk.</param>
    /// <param name="type">Its media type.</param>
    /// <param name="isHashed">Its name changes with its content.</param>
    public ConsoleFile(string path, string type, bool isHashed)
    {
        _type = type;
        _cached = isHashed ? "public, max-age=31536000, immutable" : "no-cache";
        (string Coding, string Path)[] all = [("br", path + ".br"), ("gzip", path + ".gz"), ("identity", path)];
        _forms = [.. all.Where(static form => File.Exists(form.Path)).Select(static form => (form.Coding, form.Path, Tag(form.Path)))];
    }

    public Task Send(HttpContext context)
    {
        var response = context.Response;
        response.Headers.CacheControl = _cached;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        var (coding, path, tag) = Array.Find(_forms, form => Accepts(context.Request, form.Coding));
        if (coding != "identity")
        {
            response.Headers.ContentEncoding = coding;
        }

        return TypedResults.PhysicalFile(path, _type, entityTag: tag).ExecuteAsync(context);
    }

    // What is as it was built is taken by everybody, also by who says otherwise.
    private static bool Accepts(HttpRequest request, string coding) =>
        coding == "identity" || request.GetTypedHeaders().AcceptEncoding.Any(one => one.Quality != 0 && one.Value.Equals(coding, StringComparison.OrdinalIgnoreCase));

    private static EntityTagHeaderValue Tag(string path)
    {
        using var file = File.OpenRead(path);
        return new($"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file).AsSpan(0, 12))}\"");
    }
}
