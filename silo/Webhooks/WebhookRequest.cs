using System.Collections.Immutable;
using System.Net.Http.Headers;
using Crm.Core.Time;
using Crm.Ingest.Telemetry;
using Crm.Postgres.Webhooks;

namespace Crm.Silo.Webhooks;

/// <summary>One attempt's request, the same wherever it is redirected to.</summary>
internal sealed class WebhookRequest
{
    private static readonly string UserAgent = $"Crm.Orleans/{typeof(WebhookRequest).Assembly.GetName().Version!.ToString(3)}";

    private readonly ReadOnlyMemory<byte> _body;
    private readonly string? _traceParent = Traces.Current;
    private readonly (string Name, string Value)[] _headers;

    /// <exception cref="ArgumentException">The id cannot be signed.</exception>
    public WebhookRequest(string id, Instant at, ReadOnlyMemory<byte> body, ImmutableArray<WebhookSecret> secrets)
    {
        if (!WebhookSignature.IsId(id))
        {
            throw new ArgumentException("The id must be 1 to 255 visible ASCII characters without a full stop.", nameof(id));
        }

        var timestamp = WebhookSignature.Timestamp(at);
        _body = body;
        _headers =
        [
            ("webhook-id", id),
            ("webhook-timestamp", timestamp),
            ("webhook-signature", WebhookSignature.Of(secrets.Select(static secret => secret.Key), id, timestamp, body)),
            ("Idempotency-Key", id),
            ("User-Agent", UserAgent),
        ];
    }

    public HttpRequestMessage To(Uri url)
    {
        var content = new ReadOnlyMemoryContent(_body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        foreach (var (name, value) in _headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (_traceParent is not null)
        {
            message.Headers.TryAddWithoutValidation("traceparent", _traceParent);
        }

        return message;
    }
}
