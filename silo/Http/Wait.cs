using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;

namespace Crm.Silo.Http;

/// <summary><c>?wait=applied[&amp;timeout=ms]</c>: answer once the effects of what was appended can be read. Default 5,000 ms, at most 30,000.</summary>
internal readonly record struct Wait(bool Applied, TimeSpan Timeout, Problem? Problem) : IBound
{
    public static ValueTask<Wait> BindAsync(HttpContext context) => ValueTask.FromResult(From(context.Request.Query, "applied"));

    public static Wait From(IQueryCollection query, string what)
    {
        var errors = new List<FieldError>();
        var timeout = Query.Whole(query, "timeout", 5_000, 0, 30_000, errors);
        var asked = query["wait"] is [{ Length: > 0 } wait] ? wait : null;
        if (asked is not null && asked != what)
        {
            errors.Add(new("wait", $"Must be \"{what}\"."));
        }

        return new(asked is not null, TimeSpan.FromMilliseconds(timeout), errors.Count > 0 ? Problem.Bad(errors) : null);
    }

    /// <returns>Null where nobody asked; false when the time was up first, which is no error.</returns>
    public async ValueTask<bool?> For(IReadOnlyCollection<LogPosition> appended, AppliedPositions applied, TimeProvider time, CancellationToken cancellationToken) =>
        Applied ? await applied.WaitFor(appended, Timeout, time, cancellationToken) : null;
}
