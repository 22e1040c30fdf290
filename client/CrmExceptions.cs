namespace Crm.Client;

/// <summary>What was sent cannot be accepted (400, 413, 422): <see cref="CrmException.Errors"/> names the fields.</summary>
/// <inheritdoc cref="CrmException(string, Exception)"/>
public sealed class CrmValidationException(string message, Exception? inner = null) : CrmException(message, inner);

/// <summary>The key is unknown (401), or lacks the scope that the call needs (403).</summary>
/// <inheritdoc cref="CrmException(string, Exception)"/>
public sealed class CrmUnauthorizedException(string message, Exception? inner = null) : CrmException(message, inner);

/// <summary>The CRM knows nothing of that id (404). Reads of one thing answer null instead.</summary>
/// <inheritdoc cref="CrmException(string, Exception)"/>
public sealed class CrmNotFoundException(string message, Exception? inner = null) : CrmException(message, inner);

/// <summary>It is not at the version that the call names (412), or contradicts what there is (409): read it again, then decide.</summary>
/// <inheritdoc cref="CrmException(string, Exception)"/>
public sealed class CrmConflictException(string message, Exception? inner = null) : CrmException(message, inner);

/// <summary>
/// Changes after this cursor are not kept any more (410), so following it would leave a gap: list the members again and follow
/// from the listing's <see cref="Segments.MemberPage.ChangesAfter"/>.
/// </summary>
/// <inheritdoc cref="CrmException(string, Exception)"/>
public sealed class CrmCursorExpiredException(string message, Exception? inner = null) : CrmException(message, inner);

/// <summary>Too much at a time (429): the call did nothing, and may succeed after <see cref="CrmException.RetryAfter"/>.</summary>
/// <inheritdoc cref="CrmException(string, Exception)"/>
public sealed class CrmRateLimitedException(string message, Exception? inner = null) : CrmException(message, inner)
{
    /// <inheritdoc/>
    public override bool IsRetryable => true;
}

/// <summary>
/// No answer that can be used: no connection, none in time, one cut off, a 5xx, or one that is not the CRM's. Whether the call did
/// anything is not known.
/// </summary>
/// <inheritdoc cref="CrmException(string, Exception)"/>
public sealed class CrmUnavailableException(string message, Exception? inner = null) : CrmException(message, inner)
{
    /// <inheritdoc/>
    public override bool IsRetryable => true;
}
