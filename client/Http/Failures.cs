using System.Text.Json;

namespace Crm.Client.Http;

/// <summary>Turns an answer that is no success into an exception, from its problem+json (RFC 9457) where it has one.</summary>
internal static class Failures
{
    private const int LongestText = 1000; // of what somebody else's error page says

    public static async Task<CrmException> Of(HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var problem = Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false), response);
        var message = Message(response, problem);
        var (status, after, errors) = (response.StatusCode, RetryAfter(response, time), problem?.Errors ?? []);
        return (int)status switch
        {
            400 or 413 or 422 => new CrmValidationException(message) { Status = status, Errors = errors },
            401 or 403 => new CrmUnauthorizedException(message) { Status = status },

            // The CRM says what there is none of. A 404 without that is no answer about an id: the address is not the API's.
            404 when problem?.Detail is not null => new CrmNotFoundException(message) { Status = status },
            409 or 412 => new CrmConflictException(message) { Status = status, Errors = errors },
            429 => new CrmRateLimitedException(message) { Status = status, RetryAfter = after },
            408 or >= 500 => new CrmUnavailableException(message) { Status = status, RetryAfter = after },
            _ => new CrmException(message) { Status = status },
        };
    }

    private static string Message(HttpResponseMessage response, ProblemBody? problem)
    {
        var status = (int)response.StatusCode;
        var lost = problem?.Detail is null && (status is (>= 300 and < 400) or 404 or 405);
        var detail = lost ? "this is no call of the CRM. Does Url lead to it, and is it as new as this client?" : problem?.Detail;
        var text = $"{status} {problem?.Title ?? response.ReasonPhrase}{(detail is null ? "" : ": ")}{detail}{string.Concat((problem?.Errors ?? []).Select(Describe))}";
        return text.Length > LongestText ? $"{text[..LongestText]}…" : text;
    }

    private static string Describe(FieldError error)
    {
        var position = error.Position is { } at ? $" (at {at})" : "";
        var suggestion = error.Suggestion is { } known ? $" Did you mean \"{known}\"?" : "";
        return $" {error.Field}: {error.Message}{position}{suggestion}";
    }

    private static ProblemBody? Parse(byte[] body, HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(body, CrmJson.Default.ProblemBody);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var after = response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date - time.GetUtcNow());
        return after < TimeSpan.Zero ? TimeSpan.Zero : after;
    }
}

/// <summary>An error answer as RFC 9457 has it.</summary>
internal sealed record ProblemBody(string? Title = null, string? Detail = null, IReadOnlyList<FieldError>? Errors = null);
