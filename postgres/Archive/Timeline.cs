using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Ingest.Privacy;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Postgres.Archive;

/// <summary>What a customer did and what was written about them, newest first, from the archive.</summary>
public sealed class Timeline(NpgsqlDataSource source, Seals seals)
{
    public const int MaxLimit = 500;

    private const int Chunk = 100; // of at most 32 KB each

    private static readonly ReadOnlyMemory<byte> Unreadable = "{}"u8.ToArray(); // its key went with an erasure that has not come to the row yet

    // The index has a customer's events only; these are read and the newest of them taken. An event is dated at or before its append: months before the first instant asked for are left out.
    private const string EventsSql = """
        select e.event_at, e.partition, e.log_offset, e.received_at, e.type, e.name, e.json
        from unnest($2, $7, $8) p (customer, after, through) cross join lateral (
          select * from crm.archive
          where hashtextextended(customer, hashtext(store)) = hashtextextended(p.customer, hashtext($1)) and store = $1 and customer = p.customer
            and log_offset > p.after and log_offset <= p.through and appended_at >= $3 and event_at >= $3 and event_at < $4
            and ($5::smallint[] is null or type = any ($5)) and ($6 is null or name = $6)) e
        """;

    private const string PageSql = $"""
        {EventsSql} where (event_at, partition, log_offset) < ($9, $10, $11)
        order by event_at desc, partition desc, log_offset desc limit $12
        """;

    /// <param name="customer">With those who are a part of it: their events are its own.</param>
    /// <param name="filter">Which events.</param>
    /// <param name="before">The place of the last one shown; null for the newest.</param>
    /// <param name="limit">1 to <see cref="MaxLimit"/>.</param>
    public async Task<ImmutableArray<TimelineEvent>> Before(
        CustomerView customer, TimelineFilter filter, TimelinePlace? before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Math.Clamp(limit, 1, MaxLimit), limit, nameof(limit));
        var place = before ?? new(Instant.Never, int.MaxValue, long.MaxValue);
        await using var command = source.CreateCommand(PageSql);
        Ask(command, customer, filter);
        command.Parameters.With(place.At.Milliseconds).With(place.Partition).With(place.Offset).With(limit);
        return await Read(command, customer.Store, cancellationToken);
    }

    /// <summary>
    /// All of them, oldest first, as of the first one's reading. Sorted once, into a file of the server's, and fetched from there little by
    /// little: neither memory nor a transaction lasts as long as whoever reads them takes. It holds a connection meanwhile.
    /// </summary>
    public async IAsyncEnumerable<TimelineEvent> OldestFirst(
        CustomerView customer, TimelineFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using (var declare = new NpgsqlCommand($"declare events no scroll cursor with hold for {EventsSql} order by event_at, partition, log_offset", connection))
        {
            Ask(declare, customer, filter);
            await declare.ExecuteNonQueryAsync(cancellationToken);
        }

        try
        {
            await using var fetch = new NpgsqlCommand($"fetch {Chunk} from events", connection);
            while (await Read(fetch, customer.Store, cancellationToken) is { IsEmpty: false } events)
            {
                foreach (var one in events)
                {
                    yield return one;
                }
            }
        }
        finally
        {
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await using var close = new NpgsqlCommand("close events", connection); // the session goes back to the pool as it is
                await close.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
    }

    /// <returns>Which of the customer's ids has the note; null where none has.</returns>
    public async Task<string?> HolderOf(NotePlace note, CustomerView customer, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select p.customer from unnest($2) p (customer)
            where exists (
              select from crm.archive
              where hashtextextended(customer, hashtext(store)) = hashtextextended(p.customer, hashtext($1)) and store = $1 and customer = p.customer
                and log_offset = $4 and partition = $3 and type = $5)
            """);
        command.Parameters.With(customer.Store).With(Parts(customer)).With(note.Partition).With(note.Offset).With((short)EventType.Note);
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    private static void Ask(NpgsqlCommand command, CustomerView customer, TimelineFilter filter)
    {
        command.Parameters.With(customer.Store).With(Parts(customer)).With(filter.From.Milliseconds).With(filter.To.Milliseconds);
        command.Parameters.Add(new() { Value = filter.Types.IsEmpty ? DBNull.Value : filter.Types.Select(static type => (short)type).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint });
        command.Parameters.With(filter.Name, NpgsqlDbType.Text)
            .With(customer.Merged.Select(static _ => -1L).Prepend(customer.After).ToArray())
            .With(customer.Merged.Select(static merged => merged.Through).Prepend(long.MaxValue).ToArray());
    }

    private static string[] Parts(CustomerView customer) => [customer.Id, .. customer.Merged.Select(static merged => merged.Id)];

    private async Task<ImmutableArray<TimelineEvent>> Read(NpgsqlCommand command, string store, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var events = ImmutableArray.CreateBuilder<TimelineEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(new(
                new(new(reader.GetInt64(0)), reader.GetInt32(1), reader.GetInt64(2)), new Instant(reader.GetInt64(3)), (EventType)reader.GetInt16(4),
                reader.GetString(5), reader.GetFieldValue<byte[]>(6)));
        }

        return await Open(store, events, cancellationToken);
    }

    private async Task<ImmutableArray<TimelineEvent>> Open(string store, ImmutableArray<TimelineEvent>.Builder events, CancellationToken cancellationToken)
    {
        var opened = await seals.Open(store, [.. events.Select(static one => one.Json)], cancellationToken);
        return [.. events.Select((one, place) => one with { Json = opened[place].IsEmpty ? Unreadable : opened[place] })];
    }
}

/// <param name="Types">Empty for all.</param>
/// <param name="Name">Of the event; null for any.</param>
/// <param name="From">The first instant.</param>
/// <param name="To">The first instant after it.</param>
public sealed record TimelineFilter(ImmutableArray<EventType> Types, string? Name, Instant From, Instant To)
{
    public static readonly TimelineFilter All = new([], null, Instant.Min, Instant.Never);
}

/// <summary>Where an event stands in a timeline: by its instant, then by its place in the log.</summary>
public sealed record TimelinePlace(Instant At, int Partition, long Offset);

/// <param name="Json">The event, UTF-8.</param>
public sealed record TimelineEvent(TimelinePlace Place, Instant ReceivedAt, EventType Type, string Name, ReadOnlyMemory<byte> Json);
