using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Crm.Client.Tests.Support;
using Crm.TestSupport;

namespace Crm.Client.Tests.Live;

/// <summary>A store of its own on a silo, and a client to it.</summary>
internal sealed class Store : IAsyncDisposable
{
    private Store(CrmClientOptions options)
    {
        (Options, Client) = (options, new(options, logger: Log));
        options.OnUndelivered = Undelivered.Enqueue;
    }

    public CrmClientOptions Options { get; }

    public CrmClient Client { get; }

    public TestLog Log { get; } = new();

    public ConcurrentQueue<UndeliveredEvent> Undelivered { get; } = new();

    public static async Task<Store> On(SiloProcess silo, Action<CrmClientOptions>? configure = null)
    {
        using var http = new HttpClient { BaseAddress = silo.Url };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/stores") { Content = JsonContent.Create(new { name = $"t{Guid.NewGuid():N}"[..20], currency = "BRL" }) };
        request.Headers.Authorization = new("Bearer", SiloProcess.AdminKey);
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var keys = await response.Content.ReadFromJsonAsync<JsonElement>();
        var options = new CrmClientOptions
        {
            Url = silo.Url,
            WriteKey = keys.GetProperty("writeKey").GetString(),
            ApiKey = keys.GetProperty("apiKey").GetString(),
            MaxRetryDelay = TimeSpan.FromSeconds(1),
        };
        configure?.Invoke(options);
        return new(options);
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}
