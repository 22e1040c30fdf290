using System.Collections.Immutable;
using Crm.Core.Rfm;
using Npgsql;

namespace Crm.Postgres.Rfm;

/// <summary>How many customers of a store are in each RFM cell.</summary>
public sealed class RfmCounts(NpgsqlDataSource source)
{
    public async Task<RfmDistribution> Of(string store, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select r, f, m, sum(customers)::bigint from crm.rfm_counts where store = $1 group by r, f, m having sum(customers) <> 0 order by r, f, m
            """);
        command.Parameters.With(store);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var cells = ImmutableArray.CreateBuilder<RfmCell>();
        while (await reader.ReadAsync(cancellationToken))
        {
            cells.Add(new(new((byte)reader.GetInt16(0), (byte)reader.GetInt16(1), (byte)reader.GetInt16(2)), reader.GetInt64(3)));
        }

        return new(cells.ToImmutable());
    }
}

public readonly record struct RfmCell(RfmScores Scores, long Customers);

/// <param name="Cells">Those with customers, by scores; customers without orders are in <see cref="RfmScores.None"/> if they are counted at all.</param>
public sealed record RfmDistribution(ImmutableArray<RfmCell> Cells)
{
    /// <summary>Customers by recency (row, score 1 first) and frequency (column), whatever their monetary score.</summary>
    /// <param name="scores">How many there are; who has a higher one still is to be scored anew.</param>
    public ImmutableArray<ImmutableArray<long>> Grid(int scores)
    {
        var grid = Enumerable.Range(0, scores).Select(_ => new long[scores]).ToArray();
        foreach (var cell in Cells.Where(cell => !cell.Scores.IsNone))
        {
            grid[Math.Min(cell.Scores.R, scores) - 1][Math.Min(cell.Scores.F, scores) - 1] += cell.Customers;
        }

        return [.. grid.Select(row => row.ToImmutableArray())];
    }
}
