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
    /// <summary>Customers by recency (row, 1 to 5 at 0 to 4) and frequency (column), whatever their monetary score.</summary>
    public ImmutableArray<ImmutableArray<long>> Grid()
    {
        var grid = Enumerable.Range(0, 5).Select(_ => new long[5]).ToArray();
        foreach (var cell in Cells.Where(cell => !cell.Scores.IsNone))
        {
            grid[cell.Scores.R - 1][cell.Scores.F - 1] += cell.Customers;
        }

        return [.. grid.Select(row => row.ToImmutableArray())];
    }
}
