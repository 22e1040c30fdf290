using Crm.Core.Customers;
using Crm.Core.Time;
using Crm.Grains.Customers;
using Npgsql;

namespace Crm.Postgres.Snapshots;

/// <summary>Loads stored customers, those that are asked for at about the same time in one query.</summary>
internal sealed class SnapshotLoader : ISnapshotLoader
{
    private const int MaxInFlight = 4;
    private const int MaxKeys = 500;

    private readonly NpgsqlDataSource _source;
    private readonly Gathering<CustomerKey, StoredSnapshot?> _gathering;

    public SnapshotLoader(NpgsqlDataSource source) => (_source, _gathering) = (source, new(MaxInFlight, MaxKeys, Query));

    public ValueTask<StoredSnapshot?> Load(CustomerKey key, CancellationToken cancellationToken) =>
        new(_gathering.Ask(key, 1).WaitAsync(cancellationToken));

    // Not prepared: planned with these keys and today's size of the table, where a plan once kept might scan it.
    private async Task Query(IReadOnlyList<Gathered<CustomerKey, StoredSnapshot?>> asked)
    {
        await using var command = _source.CreateCommand("""
            select k.place, coalesce(s.position_offset, t.position_offset), coalesce(s.position_woken, t.position_woken),
              coalesce(s.definitions, t.definitions), coalesce(s.state, t.state)
            from unnest($1, $2) with ordinality k (store, customer, place)
            left join crm.snapshots s on s.store = k.store and s.customer = k.customer
            left join lateral (select * from crm.tombstones where s.store is null and customer = crm.hidden(k.store, k.customer)) t on true
            where s.store is not null or t.store is not null
            """);
        command.Parameters
            .With(asked.Select(static one => one.Request.Store).ToList())
            .With(asked.Select(static one => one.Request.Id).ToList());
        var found = new StoredSnapshot?[asked.Count];
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var position = new Position(reader.GetInt64(1), new Instant(reader.GetInt64(2)));
            found[(int)reader.GetInt64(0) - 1] = new(position, reader.GetInt32(3), reader.GetFieldValue<byte[]>(4));
        }

        for (var i = 0; i < found.Length; i++)
        {
            asked[i].Answer.TrySetResult(found[i]);
        }
    }
}
