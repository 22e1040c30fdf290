using System.Net.Http.Headers;
using System.Text;

namespace Crm.Client.Http;

/// <summary>Makes requests of calls: address, key and body.</summary>
internal sealed class Requests(CrmClientOptions options)
{
    private static readonly ProductInfoHeaderValue Agent = new("Crm.Client", typeof(Requests).Assembly.GetName().Version?.ToString(3));

    private readonly Uri _url = new(options.Url!.AbsoluteUri.TrimEnd('/') + "/");

    /// <exception cref="InvalidOperationException">The key that the call needs is not set.</exception>
    public HttpRequestMessage Make(Call call)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(_url, call.Path)) { Headers = { Authorization = Key(call), UserAgent = { Agent } } };
        foreach (var (name, value) in call.Headers)
        {
            request.Headers.Add(name, value);
        }

        if (call.Body is { } body)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
            if (call.Encoding is { } encoding)
            {
                request.Content.Headers.ContentEncoding.Add(encoding);
            }
        }

        return request;
    }

    private AuthenticationHeaderValue Key(Call call) =>
        call.IsEvents && options.WriteKey is { Length: > 0 } writeKey ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{writeKey}:")))
        : options.ApiKey is { Length: > 0 } apiKey ? new("Bearer", apiKey)
        : throw new InvalidOperationException("This call needs ApiKey, which is not set: the write key only sends events.");
}
