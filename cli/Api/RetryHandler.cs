using System.Net;

namespace Crm.Cli.Api;

/// <summary>
/// Sends a request again, as it is, until it is answered: a silo that is killed and comes back costs time, not events.
/// That is safe because every event carries its messageId and everything else that we send can be repeated.
/// </summary>
/// <param name="patience">How long a request may fail before the last failure is handed on.</param>
/// <param name="attempt">How long one attempt may take.</param>
internal sealed class RetryHandler(HttpMessageHandler inner, TimeProvider time, TimeSpan patience, TimeSpan attempt) : DelegatingHandler(inner)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    /// <summary>Called with the reason and the wait before each further attempt.</summary>
    public Action<string, TimeSpan>? Waiting { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var delay = FirstDelay;
        while (true)
        {
            var (response, failure) = await Attempt(request, cancellationToken);
            if (response is not null && !IsTransient(response.StatusCode))
                return response;

            var wait = response?.Headers.RetryAfter?.Delta is { } asked && asked > delay ? asked : delay;
            if (time.GetElapsedTime(started) + wait > patience)
                return response ?? throw new CrmException($"{request.RequestUri!.GetLeftPart(UriPartial.Authority)} does not answer: {failure}");

            Waiting?.Invoke(response is null ? failure! : $"{(int)response.StatusCode} {response.ReasonPhrase}", wait);
            response?.Dispose();
            await Task.Delay(wait, time, cancellationToken);
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    private async Task<(HttpResponseMessage? Response, string? Failure)> Attempt(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(attempt, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var response = await base.SendAsync(request, either.Token);
            // Read here: an answer cut off half way is a failed attempt too.
            await response.Content.LoadIntoBufferAsync(either.Token);
            return (response, null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (null, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"no answer within {attempt.TotalSeconds:0} s");
        }
    }

    private static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500;
}
