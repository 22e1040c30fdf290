using Crm.Core.Time;
using Crm.Silo.Http;

namespace Crm.Silo.Access;

/// <summary>Which entries: <c>?customer=</c>, <c>?key=</c>, <c>?from=</c> (included) and <c>?to=</c> (not included).</summary>
internal sealed record AccessQuery(string? Customer, Guid? Key, Instant From, Instant To, Problem? Problem) : IBound
{
    public static ValueTask<AccessQuery> BindAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var errors = new List<FieldError>();
        var from = Query.At(query, "from", Instant.Min, errors);
        var to = Query.At(query, "to", Instant.Never, errors);
        var customer = query["customer"] is [{ Length: > 0 } id] ? id : null;
        if (customer is not null && !CustomerId.IsValid(customer))
        {
            errors.Add(new("customer", "Must be u: and a user id, or a: and an anonymous id."));
        }

        Guid? key = Guid.TryParse(query["key"], out var parsed) ? parsed : null;
        if (key is null && query["key"] is [{ Length: > 0 }])
        {
            errors.Add(new("key", "Must be the id of a key."));
        }

        return ValueTask.FromResult(new AccessQuery(customer, key, from, to, errors.Count > 0 ? Problem.Bad(errors) : null));
    }
}
