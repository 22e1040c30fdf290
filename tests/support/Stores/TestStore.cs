using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Crm.TestSupport.Stores;

/// <summary>A store of its own on a silo, with its keys.</summary>
public sealed class TestStore : IDisposable
{
    private readonly HttpClient _http;

    private TestStore(Uri url, string name, string writeKey, string apiKey)
    {
        (Name, WriteKey, ApiKey) = (name, writeKey, apiKey);
        _http = new() { BaseAddress = url, Timeout = TimeSpan.FromSeconds(60) };
    }

    public string Name { get; }

    public string WriteKey { get; }

    public string ApiKey { get; }

    /// <param name="name">Null for one that no other test has.</param>
    public static async Task<TestStore> Create(Uri url, string clock, string? name = null, string currency = "BRL")
    {
        using var http = new HttpClient { BaseAddress = url };
        name ??= $"t{Guid.NewGuid():N}"[..20];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/stores") { Content = Body($$"""{"name":"{{name}}","clock":"{{clock}}","currency":"{{currency}}"}""") };
        request.Headers.Authorization = new("Bearer", SiloProcess.AdminKey);
        using var response = await http.SendAsync(request);
        var answer = (await Answer.Of(response)).Expect(System.Net.HttpStatusCode.Created);
        return new(url, name, answer["writeKey"].GetString()!, answer["apiKey"].GetString()!);
    }

    /// <summary>The same store on another silo.</summary>
    public TestStore At(Uri url) => new(url, Name, WriteKey, ApiKey);

    /// <summary>A management call with the API key.</summary>
    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path, null);

    public Task<Answer> Post(string path, string json) => Send(HttpMethod.Post, path, Body(json));

    public Task<Answer> Put(string path, string json) => Send(HttpMethod.Put, path, Body(json));

    public Task<Answer> Delete(string path) => Send(HttpMethod.Delete, path, null);

    /// <summary>Events with the API key, waiting for their effects.</summary>
    public async Task<Answer> Apply(string type, string json)
    {
        var answer = (await Post($"/v1/{type}?wait=applied&timeout=30000", json)).Ok();
        Assert.True(answer["applied"].GetBoolean(), answer.Text);
        return answer;
    }

    public Task<Answer> PutSegment(string id, string rule) =>
        Put($"/api/v1/segments/{id}?wait=live&timeout=30000", JsonSerializer.Serialize(new { name = id, rule }));

    public async Task<Answer> Send(HttpMethod method, string path, HttpContent? body, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Authorization = new("Bearer", key ?? ApiKey);
        return await Send(request, headers);
    }

    /// <summary>An event as SDKs send it, with the write key as Basic user.</summary>
    public async Task<Answer> Collect(string type, HttpContent body, string? writeKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/{type}") { Content = body };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes((writeKey ?? WriteKey) + ":")));
        return await Send(request);
    }

    public async Task<Answer> Send(HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request);
        return await Answer.Of(response);
    }

    /// <summary>The answer as it comes, to be read while it does.</summary>
    public async Task<HttpResponseMessage> Open(string path, string? lastEventId = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", key ?? ApiKey);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public static StringContent Body(string json) => new(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    public void Dispose() => _http.Dispose();
}
