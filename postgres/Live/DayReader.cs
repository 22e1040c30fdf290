using System.Collections.Immutable;
using Crm.Core.Customers;
using Npgsql;

namespace Crm.Postgres.Live;

/// <summary>A store's orders by their day, of all partitions together.</summary>
public sealed class DayReader(NpgsqlDataSource source)
{
    /// <summary>The last so many days of the data, oldest first, without gaps; they end with the newest day that has an order.</summary>
    /// <returns>Fewer where the data begins later; empty before the first order.</returns>
    public async Task<ImmutableArray<StoreDay>> Last(string store, int days, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            with ends as (
              select (select min(day) from crm.days where store = $1 and day > '-infinity') as first, (select max(day) from crm.days where store = $1 and day > '-infinity') as last)
            select s.day::date, coalesce(sum(d.orders), 0)::bigint, coalesce(sum(d.revenue), 0), coalesce(sum(d.cancelled), 0)::bigint, coalesce(sum(d.refunded), 0)
            from ends cross join generate_series(greatest(ends.first, ends.last - $2 + 1)::timestamp, ends.last::timestamp, interval '1 day') s (day)
            left join crm.days d on d.store = $1 and d.day = s.day::date
            group by s.day order by s.day
            """);
        command.Parameters.With(store).With(days);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = ImmutableArray.CreateBuilder<StoreDay>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new(reader.GetFieldValue<DateOnly>(0), new(reader.GetInt64(1), reader.GetDecimal(2), reader.GetInt64(3), reader.GetDecimal(4))));
        }

        return found.ToImmutable();
    }
}

/// <param name="Day">In the store's time zone.</param>
/// <param name="Figures">All zero on a day without an order.</param>
public sealed record StoreDay(DateOnly Day, DayFigures Figures);
