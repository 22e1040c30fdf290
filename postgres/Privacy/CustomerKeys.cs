using System.Security.Cryptography;
using Crm.Core.Customers;
using Crm.Ingest.Privacy;
using Npgsql;

namespace Crm.Postgres.Privacy;

/// <summary>Customers' keys in a schema of their own.</summary>
internal sealed class CustomerKeys(NpgsqlDataSource source) : ICustomerKeys
{
    private const int KeyBytes = 32;

    public async Task<IReadOnlyDictionary<string, SealKey>> Take(IReadOnlyCollection<string> customers, CancellationToken cancellationToken)
    {
        var taken = new Dictionary<string, SealKey>(StringComparer.Ordinal);
        var missing = customers.ToArray();
        while (missing.Length > 0)
        {
            await ReadCurrent(missing, taken, cancellationToken);
            missing = [.. missing.Where(customer => !taken.ContainsKey(customer))];
            await Make(missing, cancellationToken); // and read again: another process may have been first
        }

        return taken;
    }

    public async Task<IReadOnlyDictionary<Guid, SealKey>> Find(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select id, key from crm_keys.customer_keys where id = any ($1)");
        command.Parameters.With(ids.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new Dictionary<Guid, SealKey>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = new SealKey(reader.GetGuid(0), reader.GetFieldValue<byte[]>(1));
            found.Add(key.Id, key);
        }

        return found;
    }

    public async Task<IReadOnlyList<string>> Retired(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select store || '/' || customer from crm_keys.customer_keys where retired_at > clock_timestamp() - interval '1 minute'");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var retired = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            retired.Add(reader.GetString(0));
        }

        return retired;
    }

    private async Task ReadCurrent(string[] customers, Dictionary<string, SealKey> into, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select k.id, k.key, a.place from unnest($1, $2) with ordinality a (store, customer, place)
            join crm_keys.customer_keys k on k.store = a.store and k.customer = a.customer and k.retired_at is null
            """);
        Add(command, customers);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            into[customers[reader.GetInt64(2) - 1]] = new(reader.GetGuid(0), reader.GetFieldValue<byte[]>(1));
        }
    }

    private async Task Make(string[] customers, CancellationToken cancellationToken)
    {
        if (customers.Length == 0)
        {
            return;
        }

        // In one order, so that two who make some of the same wait for each other and never in a circle.
        await using var command = source.CreateCommand("""
            insert into crm_keys.customer_keys (store, customer, id, key)
            select * from unnest($1, $2, $3, $4) n (store, customer, id, key) order by store, customer
            on conflict (store, customer) where retired_at is null do nothing
            """);
        Add(command, customers);
        command.Parameters
            .With(Array.ConvertAll(customers, static _ => Guid.NewGuid()))
            .With(Array.ConvertAll(customers, static _ => RandomNumberGenerator.GetBytes(KeyBytes)));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add(NpgsqlCommand command, string[] customers) => command.Parameters
        .With(Array.ConvertAll(customers, static customer => new CustomerKey(customer).Store))
        .With(Array.ConvertAll(customers, static customer => new CustomerKey(customer).Id));
}
