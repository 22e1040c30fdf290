using System.Collections.Immutable;
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

    private static readonly ReadOnlyMemory<byte> Unreadable = "{}"u8.ToArray(); // its key went with an erasure that has not come to the row yet

    // The index has a customer's events only; these are read and the newest of them taken. An event is dated at or before its append: months before the first instant asked for are left out.
    private const string PageSql = """
        select e.event_at, e.partition, e.log_offset, e.received_at, e.type, e.name, e.json
        from unnest($2, $11, $12) p (customer, after, through) cross join lateral (
          select * from crm.archive
          where hashtextextended(customer, hashtext(store)) = hashtextextended(p.customer, hashtext($1)) and store = $1 and customer = p.customer
            and log_offset > p.after and log_offset <= p.through
            and appended_at >= $3 and event_at >= $3 and event_at < $4
            and ($5::smallint[] is null or type = any ($5)) and ($6 is null or name = $6)
            and (event_at, partition, log_offset) < ($7, $8, $9)
          order by event_at desc, partition desc, log_offset desc limit $10) e
        order by e.event_at desc, e.partition desc, e.log_offset desc limit $10
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
        command.Parameters.With(customer.Store).With(customer.Merged.Select(static merged => merged.Id).Prepend(customer.Id).ToArray()).With(filter.From.Milliseconds).With(filter.To.Milliseconds);
        command.Parameters.Add(new() { Value = filter.Types.IsEmpty ? DBNull.Value : filter.Types.Select(static type => (short)type).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint });
        command.Parameters.With(filter.Name, NpgsqlDbType.Text).With(place.At.Milliseconds).With(place.Partition).With(place.Offset).With(limit);
        command.Parameters.With(customer.Merged.Select(static _ => -1L).Prepend(customer.After).ToArray())
            .With(customer.Merged.Select(static merged => merged.Through).Prepend(long.MaxValue).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var events = ImmutableArray.CreateBuilder<TimelineEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(new(
                new(new(reader.GetInt64(0)), reader.GetInt32(1), reader.GetInt64(2)), new Instant(reader.GetInt64(3)), (EventType)reader.GetInt16(4),
                reader.GetString(5), reader.GetFieldValue<byte[]>(6)));
        }

        return await Open(customer.Store, events, cancellationToken);
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
