using Crm.Core.Customers;
using Crm.Core.Time;
using Crm.Grains.Customers;
using Npgsql;

namespace Crm.Postgres.Snapshots;

/// <summary>Loads stored customers: while queries are under way, further calls gather and share the next one.</summary>
internal sealed class SnapshotLoader(NpgsqlDataSource source) : ISnapshotLoader
{
    private const int MaxInFlight = 4;
    private const int MaxKeys = 500;

    private readonly Lock _lock = new();
    private readonly Queue<Request> _waiting = new();
    private int _inFlight;

    public ValueTask<StoredSnapshot?> Load(CustomerKey key, CancellationToken cancellationToken)
    {
        var request = new Request(key);
        lock (_lock)
        {
            _waiting.Enqueue(request);
            if (_inFlight < MaxInFlight)
            {
                _inFlight++;
                _ = Task.Run(Drain, CancellationToken.None); // off the caller's scheduler, which may be a grain's
            }
        }

        return new(request.Done.Task.WaitAsync(cancellationToken));
    }

    private async Task Drain()
    {
        while (Next() is { } requests)
        {
            try
            {
                await Query(requests);
            }
            catch (Exception exception) // each caller hears of it
            {
                foreach (var request in requests)
                {
                    request.Done.TrySetException(exception);
                }
            }
        }
    }

    private List<Request>? Next()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _inFlight--;
                return null;
            }

            var requests = new List<Request>(Math.Min(_waiting.Count, MaxKeys));
            while (requests.Count < MaxKeys && _waiting.TryDequeue(out var request))
            {
                requests.Add(request);
            }

            return requests;
        }
    }

    // Not prepared: planned with these keys and today's size of the table, where a plan once kept might scan it.
    private async Task Query(List<Request> requests)
    {
        await using var command = source.CreateCommand("""
            select k.place, s.position_offset, s.position_woken, s.definitions, s.state
            from unnest($1, $2) with ordinality k (store, customer, place)
            join crm.snapshots s on s.store = k.store and s.customer = k.customer
            """);
        command.Parameters
            .With(requests.ConvertAll(static request => request.Key.Store))
            .With(requests.ConvertAll(static request => request.Key.Id));
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var position = new Position(reader.GetInt64(1), new Instant(reader.GetInt64(2)));
            requests[(int)reader.GetInt64(0) - 1].Found = new(position, reader.GetInt32(3), reader.GetFieldValue<byte[]>(4));
        }

        foreach (var request in requests)
        {
            request.Done.TrySetResult(request.Found);
        }
    }

    private sealed class Request(CustomerKey key)
    {
        public CustomerKey Key { get; } = key;

        public StoredSnapshot? Found { get; set; }

        public TaskCompletionSource<StoredSnapshot?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
