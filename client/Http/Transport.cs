using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace Crm.Client.Http;

/// <summary>Makes calls: time-outs, repetitions, and errors as <see cref="CrmException"/>. Disposing it ends those under way.</summary>
internal sealed class Transport(HttpClient http, CrmClientOptions options, ILogger logger, TimeProvider time) : IDisposable
{
    private readonly Requests _requests = new(options);
    private readonly CancellationTokenSource _closed = new();

    public CrmClientOptions Options => options;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    /// <summary>The client is disposed.</summary>
    public CancellationToken Closed => _closed.Token;

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
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, due.Token, Closed);
        using var request = _requests.Make(call);
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
            ObjectDisposedException.ThrowIf(Closed.IsCancellationRequested, typeof(CrmClient));
            throw e as CrmException ?? Unavailable(e, options.Timeout + call.Wait);
        }
    }

    public void Dispose() => _closed.Cancel();

    // Whatever a handler in between throws, too: none of it is an answer.
    private static CrmUnavailableException Unavailable(Exception e, TimeSpan timeout) =>
        new(e is OperationCanceledException ? $"No answer within {timeout.TotalSeconds:0.###} s." : $"No answer: {e.Message}", e);
}
