using System.Net;

namespace Crm.Client;

/// <summary>
/// A call did not succeed. The classes derived from this one say what can be told apart; this one itself is any other answer.
/// Messages hold what the CRM said of the error, and no key.
/// </summary>
public class CrmException : Exception
{
    /// <summary>Creates an error.</summary>
    /// <param name="message">What went wrong, for people.</param>
    /// <param name="inner">What caused it, if that was an exception.</param>
    public CrmException(string message, Exception? inner = null) : base(message, inner)
    {
    }

    /// <summary>Whether the same call may succeed later. Default false.</summary>
    public virtual bool IsRetryable => false;

    /// <summary>Status of the answer; null where there was no answer that can be used.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>How long the CRM asks to be left alone; null where it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Each field that cannot be accepted; empty where the CRM names none.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];
}
