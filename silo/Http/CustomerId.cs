namespace Crm.Silo.Http;

/// <summary>The customer that the path names: <c>u:…</c> or <c>a:…</c>, one percent-encoded segment, decoded once.</summary>
internal readonly record struct CustomerId(string Text, Problem? Problem) : IBound
{
    public const int Segment = 3; // of /api/v1/customers/{id}
    private const int MaxLength = 512;

    public static ValueTask<CustomerId> BindAsync(HttpContext context) =>
        ValueTask.FromResult(RawPath.Segment(context, Segment) is { } text && IsValid(text)
            ? new CustomerId(text, null)
            : new("", Problem.Bad(new FieldError("id", "Must be u: and a user id, or a: and an anonymous id, as one percent-encoded path segment."))));

    public static bool IsValid(string text) =>
        text is ['u' or 'a', ':', _, ..] && text.Length <= MaxLength && !text.Contains('\0', StringComparison.Ordinal);
}
