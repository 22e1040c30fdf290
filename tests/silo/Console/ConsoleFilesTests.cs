using System.IO.Compression;
using System.Net;

namespace Crm.Silo.Tests.Console;

public class ConsoleFilesTests(BuiltConsole console) : IClassFixture<BuiltConsole>
{
    private const string Page = "text/html,application/xhtml+xml,*/*;q=0.8";

    [Theory]
    [InlineData("/", "*/*")]
    [InlineData("/", Page)]
    [InlineData("/sign-in", Page)]
    [InlineData("/customers/u%3A1", Page)]
    [InlineData("/bonus", Page)] // begins as a call does, and is none
    public async Task Get_APage_IsTheIndexWithANumberOfItsOwnForStyles(string path, string accept)
    {
        using var page = await Get(path, ("Accept", accept));

        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8"), (page.StatusCode, page.Content.Headers.ContentType?.ToString()));
        Assert.Equal("no-store", page.Headers.CacheControl?.ToString());
        var text = await page.Content.ReadAsStringAsync();
        var nonce = text.Split("nonce=\"")[1].Split('"')[0];
        Assert.Equal(16, Convert.FromBase64String(nonce).Length);
        Assert.Equal(BuiltConsole.Index.Replace("%CSP_NONCE%", nonce, StringComparison.Ordinal), text);
        Assert.Contains($"script-src 'self'; style-src 'self' 'nonce-{nonce}';", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        using var again = await Get(path, ("Accept", accept));
        Assert.DoesNotContain(nonce, await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/icon.svg")]
    [InlineData("/assets/index-B3x9.js")]
    public async Task Get_AnyFile_HasHeadersThatKeepOthersOut(string path)
    {
        using var answer = await Get(path);

        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip, br;q=0", "gzip")]
    [InlineData("zstd", null)]
    public async Task Get_AnAsset_IsCompressedAsAcceptedAndKeptForever(string? accepted, string? coding)
    {
        using var answer = accepted is null ? await Get("/assets/index-B3x9.js") : await Get("/assets/index-B3x9.js", ("Accept-Encoding", accepted));

        Assert.Equal(coding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("text/javascript; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.GetValues("Cache-Control").Single().Replace("max-age=31536000, public", "public, max-age=31536000", StringComparison.Ordinal));
        Assert.Equal("Accept-Encoding", answer.Headers.Vary.Single());
        await using var body = await answer.Content.ReadAsStreamAsync();
        await using Stream plain = coding switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(plain);
        Assert.Equal(BuiltConsole.Script, await reader.ReadToEndAsync());
    }

    [Theory]
    [InlineData("/api/v1/none")]
    [InlineData("/v1/none")]
    [InlineData("/b/none")]
    [InlineData("/docs/none")]
    [InlineData("/openapi/none")]
    [InlineData("/health/none")]
    [InlineData("/metrics/none")]
    [InlineData("/console/none")]
    public async Task Get_ACallThatIsNone_IsNoPage(string path)
    {
        using var answer = await Get(path, ("Accept", Page));

        (await Answer.Of(answer)).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Send_WhatNoPageIs_StaysAsItWas()
    {
        using var http = new HttpClient { BaseAddress = console.Silo.Url };

        using var missing = await Get("/assets/index-old.js", ("Accept", "*/*"));
        using var outside = await Get("/..%2f..%2fetc/passwd", ("Accept", "*/*"));
        using var posted = await http.PostAsync("/sign-in", null);
        using var method = await Get("/v1/track", ("Accept", Page));

        (await Answer.Of(missing)).Problem(HttpStatusCode.NotFound);
        (await Answer.Of(outside)).Problem(HttpStatusCode.NotFound);
        (await Answer.Of(posted)).Problem(HttpStatusCode.NotFound);
        (await Answer.Of(method)).Problem(HttpStatusCode.MethodNotAllowed);
    }

    private async Task<HttpResponseMessage> Get(string path, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = console.Silo.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request);
    }
}
