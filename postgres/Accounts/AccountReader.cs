using System.Collections.Immutable;
using Crm.Core.Time;
using Npgsql;

namespace Crm.Postgres.Accounts;

/// <summary>Companies and their people, as the people are stored.</summary>
public sealed class AccountReader(NpgsqlDataSource source)
{
    /// <returns>Null where nobody belongs to it.</returns>
    public async Task<Account?> Find(string store, string account, CancellationToken cancellationToken)
    {
        if (!Texts.IsStorable(account))
        {
            return null;
        }

        await using var command = source.CreateCommand("""
            select count(*), coalesce(sum(orders), 0), coalesce(sum(revenue), 0), coalesce(sum(refunded), 0), min(first_seen), max(last_seen), max(last_order),
              (array_agg(account_name order by account_at desc, customer) filter (where account_name is not null))[1],
              (array_agg(account_type order by account_at desc, customer) filter (where account_type is not null))[1]
            from crm.snapshots where store = $1 and account = $2
            """);
        command.Parameters.With(store).With(account);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt64(0) is > 0 and var people
            ? new(
                reader.IsDBNull(7) ? null : reader.GetString(7), reader.IsDBNull(8) ? null : reader.GetString(8), people,
                new(reader.GetInt64(1), reader.GetDecimal(2), reader.GetDecimal(3), At(reader, 4), At(reader, 5), At(reader, 6)))
            : null;
    }

    /// <summary>By customer id.</summary>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    public async Task<ImmutableArray<AccountPerson>> People(string store, string account, string? after, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select customer, email, orders, revenue, refunded, first_seen, last_seen, last_order from crm.snapshots
            where store = $1 and account = $2 and customer > $3 order by customer limit $4
            """);
        command.Parameters.With(store).With(account).With(after ?? "").With(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var people = ImmutableArray.CreateBuilder<AccountPerson>();
        while (await reader.ReadAsync(cancellationToken))
        {
            people.Add(new(
                reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1),
                new(reader.GetInt32(2), reader.GetDecimal(3), reader.GetDecimal(4), At(reader, 5), At(reader, 6), At(reader, 7))));
        }

        return people.ToImmutable();
    }

    private static Instant? At(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : new Instant(reader.GetInt64(column));
}

/// <param name="Name">As the newest group event says that says any; so is <paramref name="Type"/>.</param>
/// <param name="People">How many belong to it.</param>
public sealed record Account(string? Name, string? Type, long People, AccountFigures Figures);

/// <summary>Of one of the people, or of all together; amounts in the store's currency.</summary>
public sealed record AccountFigures(long Orders, decimal Revenue, decimal Refunded, Instant? FirstSeen, Instant? LastSeen, Instant? LastOrder);

/// <param name="Customer">Such as <c>u:2261</c>.</param>
public sealed record AccountPerson(string Customer, string? Email, AccountFigures Figures);
