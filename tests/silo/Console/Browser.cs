using System.Net;
using System.Text.Json;

namespace Crm.Silo.Tests.Console;

/// <summary>What a browser with the console open sends: the session's cookie, and what stands in headers beside it.</summary>
internal sealed class Browser(Uri url) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = url };

    /// <summary>name=value; null while nobody is signed in.</summary>
    public string? Cookie { get; set; }

    /// <summary>Signed in to a store by a link of its own.</summary>
    public static async Task<Browser> SignedIn(Uri url, TestStore store)
    {
        var browser = new Browser(url);
        (await browser.SignIn(await Token(store))).Ok();
        return browser;
    }

    /// <summary>Of a new link.</summary>
    public static async Task<string> Token(TestStore store) =>
        new Uri((await store.Post("/api/v1/console/links", "{}")).Expect(HttpStatusCode.Created)["url"].GetString()!).Fragment[1..];

    /// <summary>Keeps the cookie that comes.</summary>
    public async Task<Answer> SignIn(string token, params (string Name, string Value)[] headers)
    {
        var answer = await Send(HttpMethod.Post, "/console/session", JsonSerializer.Serialize(new { token }), headers);
        Cookie = answer.Headers.TryGetValues("Set-Cookie", out var set) ? Assert.Single(set).Split(';')[0] : Cookie;
        return answer;
    }

    public Task<Answer> Get(string path, params (string Name, string Value)[] headers) => Send(HttpMethod.Get, path, null, headers);

    /// <summary>With the header of the console.</summary>
    public Task<Answer> Change(HttpMethod method, string path, string? json = null) =>
        Send(method, path, json, ("X-Crm-Console", "1"), ("Sec-Fetch-Site", "same-origin"));

    public async Task<Answer> Send(HttpMethod method, string path, string? json, params (string Name, string Value)[] headers)
    {
        using var response = await _http.SendAsync(Request(method, path, json, headers));
        return await Answer.Of(response);
    }

    /// <summary>The answer as it comes.</summary>
    public Task<HttpResponseMessage> Open(string path) => _http.SendAsync(Request(HttpMethod.Get, path, null), HttpCompletionOption.ResponseHeadersRead);

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(HttpMethod method, string path, string? json, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = json is null ? null : TestStore.Body(json) };
        foreach (var (name, value) in Cookie is null ? headers : [("Cookie", Cookie), .. headers])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
