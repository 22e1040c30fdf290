using System.Net.Sockets;
using Crm.Grains.Triggers;
using Microsoft.AspNetCore.WebUtilities;

namespace Crm.Silo.Webhooks;

/// <summary>What an answer, or its absence, means.</summary>
internal static class WebhookAnswers
{
    /// <summary>Of an answer that redirects nowhere. Its words are not repeated: they are whatever the other side chose.</summary>
    public static ActionOutcome Outcome(HttpResponseMessage answer, DateTimeOffset now)
    {
        var status = (int)answer.StatusCode;
        return status switch
        {
            >= 200 and < 300 => ActionOutcome.Done(status),
            408 or 425 or 429 or (>= 500 and < 600) => ActionOutcome.Failed(ActionFailure.Busy, Said(status), status, RetryAfter(answer, now)),
            410 => ActionOutcome.Failed(ActionFailure.Forbidden, $"{Said(status)} It wants no more of these.", status),
            >= 300 and < 400 => ActionOutcome.Failed(ActionFailure.Refused, $"{Said(status)} Of redirects only 307 and 308 with a good Location are followed.", status),
            _ => ActionOutcome.Failed(ActionFailure.Refused, Said(status), status),
        };
    }

    /// <summary>Of a request that got no answer.</summary>
    public static ActionOutcome Outcome(HttpRequestException failed, string host) => failed.InnerException is ForbiddenAddressException forbidden
        ? ActionOutcome.Failed(ActionFailure.Forbidden, forbidden.Message)
        : ActionOutcome.Failed(ActionFailure.Unreachable, Reason(failed, host));

    private static string Said(int status) => $"The receiver answered {status} {ReasonPhrases.GetReasonPhrase(status)}".TrimEnd() + ".";

    // The framework's own messages would do for engineers, but name addresses that a name stands for.
    private static string Reason(HttpRequestException failed, string host) => failed switch
    {
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery } }
            => $"The name {host} could not be resolved.",
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => $"{host} refused the connection.",
        { HttpRequestError: HttpRequestError.SecureConnectionError } => $"No trusted TLS connection to {host}.",
        { HttpRequestError: HttpRequestError.ConnectionError } => $"No connection to {host}.",
        { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } => $"{host} answered something that is no proper HTTP.",
        _ => $"{host} broke the connection off.",
    };

    private static TimeSpan? RetryAfter(HttpResponseMessage answer, DateTimeOffset now)
    {
        var asked = answer.Headers.RetryAfter;
        return (asked?.Delta ?? (asked?.Date - now)) is { } wait && wait > TimeSpan.Zero ? wait : null;
    }
}
