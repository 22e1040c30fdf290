using Crm.Postgres.Feed;
using Crm.Silo.Http;

namespace Crm.Silo.Changes;

/// <summary>Where a reader of the feed goes on: <c>?after=</c>, which may be <c>now</c>, or the header Last-Event-ID of a browser that reconnects; without either from the oldest kept.</summary>
internal sealed record Following(FeedCursor? After, int Limit, Problem? Problem) : IBound
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = ChangeFeed.MaxLimit;

    private const string Now = "now"; // no cursor reads so

    public static async ValueTask<Following> BindAsync(HttpContext context)
    {
        var errors = new List<FieldError>();
        var limit = Query.Whole(context.Request.Query, "limit", DefaultLimit, 1, MaxLimit, errors);
        var place = context.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } last] ? last : context.Request.Query["after"].ToString();
        FeedCursor? after = null;
        if (place == Now)
        {
            after = await context.RequestServices.GetRequiredService<ChangeFeed>().Newest(context.RequestAborted);
        }
        else if (place.Length > 0 && !FeedCursor.TryParse(place, out after))
        {
            errors.Add(new("after", "Must be \"now\", the \"next\" of an earlier answer, the \"changesAfter\" of a listing, or an event id of the stream."));
        }

        return new(after, limit, errors.Count > 0 ? Problem.Bad(errors) : null);
    }
}
