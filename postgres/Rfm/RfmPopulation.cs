using System.Collections.Immutable;
using Crm.Core.Rfm;
using Crm.Core.Time;
using Npgsql;

namespace Crm.Postgres.Rfm;

/// <summary>Exact quantiles of a store's customers with at least one order, all of one moment of the read model.</summary>
public sealed class RfmPopulation(NpgsqlDataSource source)
{
    // Never above what the fold divides to, so that who is on the cut is in; and as many places as fit into what it counts with.
    private const string Average = "trunc(revenue::numeric(40, 20) / orders, 16)";

    private const string Days = "greatest(0, ($2 - last_order) / 86400000)", Orders = "orders", Amounts = "revenue - refunded";

    /// <param name="store">Whose customers.</param>
    /// <param name="plan">Says which quantiles are wanted.</param>
    /// <param name="tops">Those of a share of the customers.</param>
    /// <param name="asOf">The store's now, for ages.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<RfmMeasure> Measure(string store, RfmPlan plan, IReadOnlyCollection<TopShare> tops, Instant asOf, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var population = new Population(connection, store, asOf, await Count(connection, store, cancellationToken), cancellationToken);
        var cutting = Quantile.Cutting(plan.Scores);
        var cuts = ImmutableArray.CreateBuilder<TopCut>();
        foreach (var field in tops.GroupBy(static top => top.Field))
        {
            var values = await population.Of(Expression(field.Key), [.. field.Select(static top => top.Quantile)]);
            cuts.AddRange(field.Zip(values, static (top, value) => new TopCut(top, value)));
        }

        return new(
            asOf,
            population.Customers,
            plan.RecencyDays is null ? await population.Of(Days, cutting) : [],
            plan.FrequencyOrders is null ? await population.Of(Orders, cutting) : [],
            plan.MonetaryAmounts is null ? await population.Of(Amounts, cutting) : [],
            cuts.ToImmutable());
    }

    private static async Task<long> Count(NpgsqlConnection connection, string store, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select count(*) from crm.snapshots where store = $1 and orders > 0", connection);
        command.Parameters.With(store);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>A figure that shares go by.</summary>
    internal static string Expression(string field) => field switch
    {
        "orders" => Orders,
        "revenue" => "revenue",
        "refunded" => "refunded",
        "averageOrder" => Average,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "No share is by this field."),
    };

    private sealed class Population(NpgsqlConnection connection, string store, Instant asOf, long customers, CancellationToken cancellationToken)
    {
        public long Customers => customers;

        // percentile_disc gives the value at the place that the fraction times the number, rounded up, names: half a place before it is exact.
        public async Task<ImmutableArray<decimal>> Of(string expression, Quantile[] quantiles)
        {
            if (customers == 0 || quantiles.Length == 0)
            {
                return [];
            }

            long[] places = [.. quantiles.SelectMany(quantile => (long[])[quantile.PlaceIn(customers), Math.Min(quantile.PlaceIn(customers) + 1, customers - 1)])];
            await using var command = new NpgsqlCommand(
                $"select (percentile_disc($3::float8[]) within group (order by {expression}))::numeric[] from crm.snapshots where store = $1 and orders > 0 and $2::bigint is not null", connection);
            command.Parameters.With(store).With(asOf.Milliseconds).With(places.Select(place => (place + 0.5) / customers).ToArray());
            var values = (decimal[])(await command.ExecuteScalarAsync(cancellationToken))!;
            return [.. quantiles.Select((quantile, i) => quantile.Between(customers, values[2 * i], values[(2 * i) + 1]))];
        }
    }
}
