using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Crm.Cli.Api;

/// <summary>Sends batches of events with the store's write key.</summary>
internal sealed class Collector(HttpClient http, string writeKey)
{
    private readonly AuthenticationHeaderValue _key = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(writeKey + ":")));

    /// <param name="body">A whole batch, <c>{"batch":[…]}</c>.</param>
    /// <param name="wait">Answer only when the events show in every read.</param>
    /// <returns>The events of the batch that became dead letters, with the reason.</returns>
    public async Task<IReadOnlyList<Rejection>> Send(byte[] body, bool wait, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, wait ? "v1/batch?wait=applied" : "v1/batch");
        request.Headers.Authorization = _key;
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        using var response = await http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw await Problem.From(response, "The collector refused a batch");
        return Rejections(await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    private static List<Rejection> Rejections(byte[] answer)
    {
        using var json = JsonDocument.Parse(answer);
        if (!json.RootElement.TryGetProperty("rejected", out var rejected) || rejected.ValueKind != JsonValueKind.Array)
            return [];
        return rejected.EnumerateArray().Select(item => new Rejection(
            item.TryGetProperty("index", out var index) ? index.GetInt32() : -1,
            item.TryGetProperty("reason", out var reason) ? reason.ToString() : "")).ToList();
    }
}

internal sealed record Rejection(int Index, string Reason);
