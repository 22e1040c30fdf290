using System.Net;
using Crm.Core.Time;
using Crm.Grains.Triggers;
using Crm.Postgres.Webhooks;

namespace Crm.Silo.Webhooks;

/// <summary>Posts a signed body to an address, once.</summary>
/// <param name="http">Follows no redirects by itself.</param>
internal sealed class WebhookSender(HttpMessageInvoker http, WebhookSecrets secrets, TimeSpan timeout, TimeProvider time)
{
    private const int MaxRedirects = 3;

    /// <param name="store">Whose secret signs.</param>
    /// <param name="id">The action's idempotency key, by which the receiver tells a repeat: 1 to 255 visible ASCII characters without a full stop.</param>
    /// <param name="at">The attempt's instant by the wall clock, which receivers compare with theirs.</param>
    /// <param name="body">JSON.</param>
    /// <returns>Whatever the receiver does, an outcome; done once the head of an answer 2xx is there, whatever becomes of its body.</returns>
    /// <exception cref="ArgumentException">The id cannot be signed.</exception>
    /// <exception cref="OperationCanceledException">By the caller.</exception>
    /// <exception cref="System.Data.Common.DbException">The secret could not be read; nothing was sent.</exception>
    public async Task<ActionOutcome> Send(Uri url, string store, string id, Instant at, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (WebhookUrls.Problem(url) is { } problem)
        {
            return ActionOutcome.Failed(ActionFailure.Forbidden, problem);
        }

        var request = new WebhookRequest(id, at, body, await secrets.Signing(store, cancellationToken));
        using var patience = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await Follow(url, request, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var what = patience.IsCancellationRequested ? "gave no answer" : "let no connection come about"; // the handler has a time-out of its own for that
            return ActionOutcome.Failed(ActionFailure.Unreachable, $"{url.IdnHost} {what} in time.");
        }
    }

    private async Task<ActionOutcome> Follow(Uri url, WebhookRequest request, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            var (outcome, next) = await Post(url, request, cancellationToken);
            if ((outcome ?? Refusal(redirects, url, next!)) is { } end)
            {
                return end;
            }

            url = next!;
        }
    }

    private static ActionOutcome? Refusal(int redirects, Uri from, Uri to) =>
        redirects == MaxRedirects ? ActionOutcome.Failed(ActionFailure.Refused, $"The receiver redirects more than {MaxRedirects} times.")
        : from.Scheme == Uri.UriSchemeHttps && to.Scheme == Uri.UriSchemeHttp ? ActionOutcome.Failed(ActionFailure.Forbidden, "The receiver redirects from https to http.")
        : WebhookUrls.Problem(to) is { } problem ? ActionOutcome.Failed(ActionFailure.Forbidden, $"The receiver redirects to where nothing can be sent. {problem}")
        : null;

    /// <returns>An outcome, or where to go on.</returns>
    private async Task<(ActionOutcome? Outcome, Uri? Next)> Post(Uri url, WebhookRequest request, CancellationToken cancellationToken)
    {
        using var message = request.To(url);
        try
        {
            using var answer = await http.SendAsync(message, cancellationToken);
            return answer.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
                && answer.Headers.Location is { } location && Uri.TryCreate(url, location, out var next)
                ? (null, next)
                : (WebhookAnswers.Outcome(answer, time.GetUtcNow()), null);
        }
        catch (HttpRequestException failed)
        {
            return (WebhookAnswers.Outcome(failed, url.IdnHost), null);
        }
    }
}
