using Npgsql;

namespace Crm.Postgres.Search;

/// <summary>The stored customers of a store, parts of others included: their states tell.</summary>
public sealed class StoredCustomers(NpgsqlDataSource source)
{
    // Rows whose id begins otherwise are what customers share: addresses, numbers and ids of other systems.
    private const string OfStore = "store = $1 and (customer like 'a:%' or customer like 'u:%')";
    private const string Columns = "customer, partition, definitions, state";

    public async Task<long> Count(string store, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"select count(*) from crm.snapshots where {OfStore}");
        command.Parameters.With(store);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <param name="after">The last one of the page before; null for the first page.</param>
    public async Task<IReadOnlyList<StoredCustomer>> Page(
        string store, CustomerFilter filter, CustomerOrder order, CustomerPlace? after, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand();
        var parameters = command.Parameters.With(store).With(limit);
        var (key, type) = Key(order);
        var direction = order.Descending ? "desc" : "asc";
        var where = OfStore + Where(filter, parameters);
        if (after is { } place)
        {
            parameters.With(place.Value).With(place.Customer);
            var (value, customer) = ($"${parameters.Count - 1}", $"${parameters.Count}");
            where += $" and ({(type is null ? "customer" : $"{key}, customer")}) {(order.Descending ? "<" : ">")} ({(type is null ? "" : $"{value}::{type}, ")}{customer})";
            where += $" and {value}::text is not null"; // each parameter stands somewhere
        }

        command.CommandText = $"""
            select {Columns}, {(type is null ? "''" : $"({key})::text")} as place from crm.snapshots where {where}
            order by {(type is null ? "" : $"{key} {direction}, ")}customer {direction} limit $2
            """;
        return await Read(command, cancellationToken);
    }

    /// <summary>Some of the equal parts of a store's customers that a hash makes: in which part somebody is has nothing to do with who they are.</summary>
    /// <param name="from">The first part, from 0.</param>
    /// <param name="to">The first after it that is not wanted.</param>
    /// <param name="parts">How many there are: a power of two.</param>
    public async Task<IReadOnlyList<StoredCustomer>> Parts(string store, int from, int to, int parts, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            $"select {Columns}, '' from crm.snapshots where {OfStore} and hashtextextended(customer, 0) & $2 between $3 and $4");
        command.Parameters.With(store).With(parts - 1L).With((long)from).With(to - 1L);
        return await Read(command, cancellationToken);
    }

    // Never null, so that places compare: who has none is behind all others.
    private static (string Key, string? Type) Key(CustomerOrder order)
    {
        var none = order.Descending ? "-9223372036854775808" : "9223372036854775807";
        return order.By switch
        {
            CustomerSort.LastSeen => ($"coalesce(last_seen, {none})", "bigint"),
            CustomerSort.LastOrder => ($"coalesce(last_order, {none})", "bigint"),
            CustomerSort.Revenue => ("revenue", "numeric"),
            CustomerSort.Orders => ("orders", "bigint"),
            _ => ("customer", null),
        };
    }

    private static string Where(CustomerFilter filter, NpgsqlParameterCollection parameters)
    {
        var where = "";
        foreach (var (column, value) in (ReadOnlySpan<(string, string?)>)[("email", filter.Email), ("phone", filter.Phone)])
        {
            if (value is not null)
            {
                parameters.With(value);
                where += $" and {column} = ${parameters.Count} and customer = any (array(select customer from crm.contacts where store = $1 and value = ${parameters.Count}))";
            }
        }

        if (filter.Ids is { } ids)
        {
            parameters.With(ids.ToArray());
            where += $" and customer = any (${parameters.Count})";
        }

        return where;
    }

    private static async Task<IReadOnlyList<StoredCustomer>> Read(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var customers = new List<StoredCustomer>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var id = reader.GetString(0);
            customers.Add(new(id, reader.GetInt32(1), reader.GetInt32(2), reader.GetFieldValue<byte[]>(3), new(reader.GetString(4), id)));
        }

        return customers;
    }
}
