using System.Globalization;

namespace Crm.Silo.Http;

/// <summary>The version that a change may replace: by If-Match a version, by If-None-Match: * none at all; null is whatever is there.</summary>
internal readonly record struct IfMatch(int? Version, Problem? Problem) : IBound
{
    public static ValueTask<IfMatch> BindAsync(HttpContext context) =>
        ValueTask.FromResult((context.Request.Headers.IfMatch, context.Request.Headers.IfNoneMatch) switch
        {
            ([], []) => new IfMatch(null, null),
            ([], ["*"]) => new(0, null),
            (["*"], []) => new(null, Problem.Bad(new FieldError("If-Match", "Name the version; * is not taken."))),
            ([{ } tag], []) when Parse(tag) is { } version => new(version, null),
            _ => new(null, Problem.Bad(new FieldError("If-Match", "Must be one ETag as an answer gave it, such as \"3\"."))),
        });

    private static int? Parse(string tag) =>
        int.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0 ? version : null;
}
