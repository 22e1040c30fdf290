using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Cli.Api;
using Crm.Cli.Replay;

namespace Crm.Cli.Stores;

/// <summary>The few management calls that these commands make.</summary>
internal sealed class StoreApi(HttpClient http, Connection connection)
{
    /// <summary>Creates a store with the admin key.</summary>
    /// <returns>A connection with the new store's keys: they are shown this once.</returns>
    public async Task<Connection> Create(NewStore store, CancellationToken cancellationToken)
    {
        using var response = await Send(HttpMethod.Post, "api/v1/stores", connection.RequiredAdminKey, JsonContent.Create(store, StoreJson.Default.NewStore), cancellationToken);
        if (response.StatusCode == HttpStatusCode.Conflict)
            throw new CrmException($"Store '{store.Name}' exists, and its keys are not here: they are shown once, when it is created. `./crm reset` starts afresh; --store names another.");
        await Expect(response, $"Store '{store.Name}' was not created");
        return await WithKeys(response, cancellationToken);
    }

    /// <summary>The same, and where the store exists already but its keys are not here, two more for it.</summary>
    public async Task<Connection> CreateOrOpen(NewStore store, CancellationToken cancellationToken)
    {
        var path = $"api/v1/stores/{Uri.EscapeDataString(store.Name)}/keys";
        using var response = await Send(HttpMethod.Post, path, connection.RequiredAdminKey, null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return await Create(store, cancellationToken);
        await Expect(response, $"Store '{store.Name}' gave no keys");
        return await WithKeys(response, cancellationToken);
    }

    private async Task<Connection> WithKeys(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var keys = await response.Content.ReadFromJsonAsync(StoreJson.Default.StoreKeys, cancellationToken);
        return connection with { WriteKey = keys!.WriteKey, ApiKey = keys.ApiKey };
    }

    /// <summary>Whether the API key opens its store.</summary>
    public async Task<bool> Opens(CancellationToken cancellationToken)
    {
        using var response = await Send(HttpMethod.Get, "api/v1/segments?limit=1", connection.RequiredApiKey, null, cancellationToken);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            return false;
        await Expect(response, "The store's keys could not be tried");
        return true;
    }

    /// <returns>False where a segment of that id exists already: it is left as it is.</returns>
    public async Task<bool> PutIfNew(SampleSegment segment, CancellationToken cancellationToken)
    {
        var path = $"api/v1/segments/{Uri.EscapeDataString(segment.Id)}";
        using (var found = await Send(HttpMethod.Get, path, connection.RequiredApiKey, null, cancellationToken))
        {
            if (found.StatusCode != HttpStatusCode.NotFound)
            {
                await Expect(found, $"Segment '{segment.Id}'");
                return false;
            }
        }
        var body = JsonContent.Create(new SegmentBody(segment.Name, segment.Rule), StoreJson.Default.SegmentBody);
        using var put = await Send(HttpMethod.Put, path, connection.RequiredApiKey, body, cancellationToken);
        await Expect(put, $"Segment '{segment.Id}'");
        return true;
    }

    /// <returns>Its state: a new one is a "draft".</returns>
    public async Task<string> Put(SampleAutomation automation, CancellationToken cancellationToken)
    {
        var body = JsonContent.Create(automation.Automation, StoreJson.Default.JsonElement);
        using var put = await Send(HttpMethod.Put, PathOf(automation), connection.RequiredApiKey, body, cancellationToken);
        await Expect(put, $"Automation '{automation.Id}'");
        return (await put.Content.ReadFromJsonAsync(StoreJson.Default.AutomationState, cancellationToken))!.State;
    }

    /// <summary>Answers once it runs everywhere.</summary>
    public async Task Activate(SampleAutomation automation, CancellationToken cancellationToken)
    {
        using var done = await Send(HttpMethod.Post, $"{PathOf(automation)}/activate?wait=live&timeout=30000", connection.RequiredApiKey, null, cancellationToken);
        await Expect(done, $"Automation '{automation.Id}' was not started");
    }

    private static string PathOf(SampleAutomation automation) => $"api/v1/automations/{Uri.EscapeDataString(automation.Id)}";

    /// <summary>Answers when everything due by then is visible; only on the log's clock.</summary>
    public async Task AdvanceClock(DateTimeOffset to, CancellationToken cancellationToken)
    {
        var body = JsonContent.Create(new ClockBody(OrderEvents.Instant(to)), StoreJson.Default.ClockBody);
        using var response = await Send(HttpMethod.Post, "api/v1/clock", connection.RequiredApiKey, body, cancellationToken);
        await Expect(response, "The clock was not advanced");
    }

    /// <summary>What the store's webhooks are signed with, as text.</summary>
    public async Task<string> WebhookSecret(CancellationToken cancellationToken)
    {
        using var response = await Send(HttpMethod.Get, "api/v1/webhook-secret", connection.RequiredApiKey, null, cancellationToken);
        await Expect(response, "The store's webhook secret could not be read");
        return (await response.Content.ReadFromJsonAsync(StoreJson.Default.StoreSecret, cancellationToken))!.Secret;
    }

    /// <summary>The address of the console with a token that is good once, for a quarter of an hour unless the silo is set otherwise.</summary>
    public async Task<string> ConsoleLink(CancellationToken cancellationToken)
    {
        using var response = await Send(HttpMethod.Post, "api/v1/console/links", connection.RequiredApiKey, null, cancellationToken);
        await Expect(response, "No link to the console was made");
        return (await response.Content.ReadFromJsonAsync(StoreJson.Default.ConsoleLink, cancellationToken))!.Url;
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, string key, HttpContent? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await http.SendAsync(request, cancellationToken);
    }

    private static async Task Expect(HttpResponseMessage response, string what)
    {
        if (!response.IsSuccessStatusCode)
            throw await Problem.From(response, what);
    }
}

internal sealed record NewStore(string Name, string Clock, string Zone, string Currency);

internal sealed record StoreKeys(string WriteKey, string ApiKey);

internal sealed record StoreSecret(string Secret);

internal sealed record ConsoleLink(string Url);

internal sealed record SampleSegment(string Id, string Name, string Rule);

internal sealed record SegmentBody(string Name, string Rule);

internal sealed record SampleAutomation(string Id, JsonElement Automation);

internal sealed record AutomationState(string State);

internal sealed record ClockBody(string To);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(NewStore))]
[JsonSerializable(typeof(StoreKeys))]
[JsonSerializable(typeof(StoreSecret))]
[JsonSerializable(typeof(ConsoleLink))]
[JsonSerializable(typeof(SampleSegment[]))]
[JsonSerializable(typeof(SegmentBody))]
[JsonSerializable(typeof(SampleAutomation[]))]
[JsonSerializable(typeof(AutomationState))]
[JsonSerializable(typeof(ClockBody))]
internal sealed partial class StoreJson : JsonSerializerContext;
