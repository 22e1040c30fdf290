using System.Buffers.Text;
using System.Text;

namespace Crm.Silo.Http;

/// <summary>The part of a list that is asked for with <c>?limit=</c> (default 50, 1 to 500) and <c>?cursor=</c>.</summary>
internal readonly record struct Paging(int Limit, string? After, Problem? Problem) : IBound
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 500;

    public static ValueTask<Paging> BindAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var errors = new List<FieldError>();
        var limit = Query.Whole(query, "limit", DefaultLimit, 1, MaxLimit, errors);
        var after = query["cursor"] is [{ Length: > 0 } cursor] ? Decode(cursor) : null;
        if (after is null && query["cursor"] is [{ Length: > 0 }])
        {
            errors.Add(new("cursor", "Must be the \"next\" of an earlier answer."));
        }

        return ValueTask.FromResult(new Paging(limit, after, errors.Count > 0 ? Problem.Bad(errors) : null));
    }

    /// <summary>The opaque form of a place in a list.</summary>
    public static string Encode(string place) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(place));

    /// <summary>The place that <see cref="Encode"/> made opaque; null where it made no such text.</summary>
    public static string? Decode(string cursor)
    {
        try
        {
            return new UTF8Encoding(false, true).GetString(Base64Url.DecodeFromChars(cursor));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return null;
        }
    }
}

/// <summary>A list's answer; <paramref name="Next"/> is null at its end.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
