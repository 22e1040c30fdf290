namespace Crm.Silo.Http;

/// <summary>The header by which a repeated write is told from a second one; it becomes the record's messageId.</summary>
internal readonly record struct IdempotencyKey(string? MessageId, Problem? Problem) : IBound
{
    private const int MaxLength = 255;

    public static ValueTask<IdempotencyKey> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.Request.Headers["Idempotency-Key"] switch
        {
            [] => new IdempotencyKey(null, null),
            [{ Length: > 0 and <= MaxLength } key] => new($"api:{key}", null),
            _ => new(null, Problem.Bad(new FieldError("Idempotency-Key", $"Must be one value of 1 to {MaxLength} characters."))),
        });
}
