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
            select day, sum(orders)::bigint, sum(revenue), sum(cancelled)::bigint, sum(refunded) from crm.days
            where store = $1 and day > '-infinity' and day > (select max(day) from crm.days where store = $1) - $2
            group by day order by day
            """);
        command.Parameters.With(store).With(days);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = ImmutableArray.CreateBuilder<StoreDay>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var day = new StoreDay(reader.GetFieldValue<DateOnly>(0), new(reader.GetInt64(1), reader.GetDecimal(2), reader.GetInt64(3), reader.GetDecimal(4)));
            while (found.Count > 0 && found[^1].Day.AddDays(1) is var next && next < day.Day)
            {
                found.Add(new(next, default));
            }

            found.Add(day);
        }

        return found.ToImmutable();
    }
}

/// <param name="Day">In the store's time zone.</param>
/// <param name="Figures">All zero on a day without an order.</param>
public sealed record StoreDay(DateOnly Day, DayFigures Figures);
