using Crm.Silo.Http;

namespace Crm.Silo.Segments;

/// <summary>How many local days are asked for: <c>?days=</c>.</summary>
internal sealed record Days(int Count, Problem? Problem) : IBound
{
    public const int Default = 30;
    public const int Most = 366;

    public static ValueTask<Days> BindAsync(HttpContext context)
    {
        var errors = new List<FieldError>();
        var count = Query.Whole(context.Request.Query, "days", Default, 1, Most, errors);
        return ValueTask.FromResult(new Days(count, errors.Count > 0 ? Problem.Bad(errors) : null));
    }
}
