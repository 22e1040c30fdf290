using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace Crm.Client.Http;

/// <summary>Makes calls: address, keys, time-outs, repetitions, and errors as <see cref="CrmException"/>.</summary>
internal sealed class Transport(HttpClient http, CrmClientOptions options, ILogger logger, TimeProvider time)
{
    private static readonly ProductInfoHeaderValue Agent = new("Crm.Client", typeof(Transport).Assembly.GetName().Version?.ToString(3));

    private readonly Uri _url = new(options.Url!.AbsoluteUri.TrimEnd('/') + "/");

    public CrmClientOptions Options => options;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    /// <summary>A call of the API, repeated if it failed for a reason that may pass and can be repeated.</summary>
    public async Task<T> Send<T>(Call call, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(options.MaxRetryDelay);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await Attempt(call, type, cancellationToken).ConfigureAwait(false);
            }
            catch (CrmException e) when (call.IsRepeatable && e.IsRetryable && attempt < options.MaxRetries && !(e.RetryAfter > options.MaxRetryDelay))
            {
                var pause = backoff.Next(e.RetryAfter);
                logger.CallRepeated(call.Method, pause, e.Message);
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Any call, once.</summary>
    public async Task<T> Attempt<T>(Call call, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await Open(call, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        try
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize(body, type) ?? throw new JsonException();
        }
        catch (JsonException garbage)
        {
            throw new CrmUnavailableException($"{(int)response.StatusCode}, but the answer is not the CRM's: does something else answer at this address?", garbage) { Status = response.StatusCode };
        }
    }

    /// <summary>Deletes what is at a path; never repeated, as a second time cannot tell whether there was anything.</summary>
    /// <returns>False where there is nothing.</returns>
    public async Task<bool> Delete(string path, int? ifVersion, CancellationToken cancellationToken)
    {
        var call = new Call(HttpMethod.Delete, path) { Headers = Match.Headers(ifVersion) };
        try
        {
            (await Open(call, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false)).Dispose();
            return true;
        }
        catch (CrmNotFoundException)
        {
            return false;
        }
    }

    /// <summary>An answer that says success, whole or once its headers are there.</summary>
    public async Task<HttpResponseMessage> Open(Call call, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        using var due = new CancellationTokenSource(options.Timeout + call.Wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, due.Token);
        using var request = Request(call);
        HttpResponseMessage? response = null;
        try
        {
            response = await http.SendAsync(request, completion, either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? response : throw await Failures.Of(response, time, either.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            response?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw e as CrmException ?? Unavailable(e, options.Timeout + call.Wait);
        }
    }

    // Whatever a handler in between throws, too: none of it is an answer.
    private static CrmUnavailableException Unavailable(Exception e, TimeSpan timeout) =>
        new(e is OperationCanceledException ? $"No answer within {timeout.TotalSeconds:0.###} s." : $"No answer: {e.Message}", e);

    private HttpRequestMessage Request(Call call)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(_url, call.Path));
        request.Headers.Authorization = Key(call);
        request.Headers.UserAgent.Add(Agent);
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
