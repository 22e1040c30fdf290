using System.Globalization;
using System.Security.Claims;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Ingest.Pumps;
using Crm.Postgres.Archive;
using Crm.Silo.Auth;
using Crm.Silo.Http;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Customers;

/// <summary>What is read from the archive of one customer, and notes, which stand nowhere else.</summary>
internal static class TimelineEndpoints
{
    private static readonly Problem Unknown = Problem.NotFound("There is no such customer.");

    private static readonly TimelineFilter OnlyNotes = TimelineFilter.All with { Types = [EventType.Note] };

    public static void MapTimeline(this RouteGroupBuilder group)
    {
        group.MapGet("timeline", Get).RequireAuthorization(Scopes.CustomersRead).Produces<Page<TimelineItem>>().Fails(501)
            .WithSummary("What the customer did and what was written about them, newest first.").WithDescription("By the events' own instants. As far back as the archive goes.");
        group.MapGet("notes", GetNotes).RequireAuthorization(Scopes.CustomersRead).Produces<Page<NoteBody>>().Fails(501)
            .WithSummary("Notes about the customer, newest first.");
        group.MapPost("notes", PostNote).RequireAuthorization(Scopes.CustomersWrite).Produces<WriteAnswer>().Fails(413, 429, 503)
            .WithSummary("Writes a note.").WithDescription(CustomerEndpoints.Record);
    }

    private static Task<IResult> Get(
        CustomerId id, Paging paging, TimelineQuery query, ClaimsPrincipal caller, CustomerCalls calls, Timeline timeline, IOptions<PumpOptions> pumps, CancellationToken cancellationToken) =>
        List(id, paging, query.Filter, TimelineItem.Of, caller, calls, timeline, pumps.Value, cancellationToken);

    private static Task<IResult> GetNotes(
        CustomerId id, Paging paging, ClaimsPrincipal caller, CustomerCalls calls, Timeline timeline, IOptions<PumpOptions> pumps, CancellationToken cancellationToken) =>
        List(id, paging, OnlyNotes, NoteBody.Of, caller, calls, timeline, pumps.Value, cancellationToken);

    private static async Task<IResult> List<T>(
        CustomerId id, Paging paging, TimelineFilter filter, Func<TimelineEvent, T> view, ClaimsPrincipal caller, CustomerCalls calls, Timeline timeline, PumpOptions pumps,
        CancellationToken cancellationToken)
    {
        var place = paging.After is { } after ? Place(after) : null;
        if (paging.After is not null && place is null)
        {
            return Problem.Bad(new FieldError("cursor", "Must be the \"next\" of an earlier answer."));
        }

        if (pumps.Archive == ArchiveKeeping.Log)
        {
            return new Problem(StatusCodes.Status501NotImplemented) { Detail = "Crm:Pump:Archive is Log: the events stand in Kafka only, where one customer's cannot be found." };
        }

        if (await calls.Read(caller.Store(), id.Text) is not { } customer)
        {
            return Unknown;
        }

        var events = await timeline.Before(customer, filter, place, paging.Limit, cancellationToken);
        return TypedResults.Ok(new Page<T>([.. events.Select(view)], events.Length == paging.Limit ? Paging.Encode(TextOf(events[^1].Place)) : null));
    }

    private static async Task<IResult> PostNote(
        CustomerId id, Body<PostNoteBody> body, Wait wait, IdempotencyKey key, ClaimsPrincipal caller, CustomerCalls calls, CustomerWrites writes, CancellationToken cancellationToken)
    {
        if (body.Value.Check() is { Count: > 0 } errors)
        {
            return Problem.Bad(errors);
        }

        return await calls.Read(caller.Store(), id.Text) is { } view
            ? await calls.Append(await writes.Note(view, body.Value, key.MessageId, cancellationToken), caller.Store(), wait, cancellationToken)
            : Unknown;
    }

    private static string TextOf(TimelinePlace place) => string.Create(CultureInfo.InvariantCulture, $"{place.At.Milliseconds} {place.Partition} {place.Offset}");

    private static TimelinePlace? Place(string text) =>
        text.Split(' ') is [var at, var partition, var offset] && Number(at) is { } instant && Number(partition) is { } number and <= int.MaxValue && Number(offset) is { } place
            ? new(new Instant(instant), (int)number, place)
            : null;

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
