using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.GrainInterfaces.Customers;
using Crm.Ingest.Privacy;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans;

namespace Crm.Bench.Ingest;

/// <summary>Whether the run counted right: the archive holds every event once, positions are at the log's end, and customers equal the pure fold over their archived events.</summary>
internal sealed class SelfCheck(BenchSilo silo, int customers)
{
    private const int Sampled = 1_000;

    public async Task Run(long appended)
    {
        var source = silo.Services.GetRequiredService<NpgsqlDataSource>();
        await Expect(source, "archived events", "select count(*) from crm.archive", appended);
        await Expect(source, "dead letters", "select count(*) from crm.dead_letters", 0);
        for (var partition = 0; partition < silo.Log.Partitions; partition++)
        {
            var range = await silo.Log.Range(partition, CancellationToken.None);
            if (silo.Applied.Durable(partition) != range.Last)
            {
                throw new InvalidOperationException($"Partition {partition} is durable through {silo.Applied.Durable(partition)}, its log ends at {range.Last}.");
            }
        }

        var definitions = StoreDefinitions.Compile(BenchSegments.Of(silo.Store));
        for (var i = 0; i < Sampled; i++)
        {
            await CheckCustomer(source, definitions, $"u:{(long)i * i * customers / Sampled / Sampled}");
        }
    }

    private async Task CheckCustomer(NpgsqlDataSource source, StoreDefinitions definitions, string id)
    {
        var key = new CustomerKey(silo.Store.Name, id);
        var view = await silo.Services.GetRequiredService<IGrainFactory>().GetGrain<ICustomerGrain>(key.Text).Read();
        var expected = Customer.New(key, definitions);
        var effects = new List<Effect>();
        await using var command = source.CreateCommand("select log_offset, json from crm.archive where hashtextextended(customer, hashtext(store)) = hashtextextended($2, hashtext($1)) and store = $1 and customer = $2 order by log_offset");
        command.Parameters.Add(new() { Value = key.Store });
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync();
        var archived = new List<(long Offset, ReadOnlyMemory<byte> Json)>();
        while (await reader.ReadAsync())
        {
            archived.Add((reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
        }

        var opened = await silo.Services.GetRequiredService<Seals>().Open(key.Store, [.. archived.Select(static row => row.Json)], default);
        foreach (var (offset, json) in archived.Zip(opened, static (row, json) => (row.Offset, json)))
        {
            var e = EventDecoder.Decode(json, Instant.From(DateTimeOffset.UtcNow)).Event!.Value;
            expected.Apply(new CustomerRecord(offset, Instant.Later(e.ReceivedAt, expected.Position.WokenThrough), e), effects);
        }

        if (view is null)
        {
            if (expected.Exists)
            {
                throw new InvalidOperationException($"{id} has events and no state.");
            }

            return;
        }

        expected.WakeThrough(view.AsOf, expected.Position.Offset, effects);
        if (Text(view) != Text(expected.View()))
        {
            throw new InvalidOperationException($"{id} differs from the pure fold:\n{Text(view)}\n{Text(expected.View())}");
        }
    }

    private static string Text(CustomerView view) =>
        $"{view.Figures} {view.Cart} {view.Rfm} {string.Join(',', view.Tags)} {string.Join(',', view.Fields)} {string.Join(',', view.Segments.Select(static segment => segment.Segment))}";

    private static async Task Expect(NpgsqlDataSource source, string what, string sql, long expected)
    {
        await using var command = source.CreateCommand(sql);
        var found = (long)(await command.ExecuteScalarAsync())!;
        if (found != expected)
        {
            throw new InvalidOperationException($"{found} {what}, {expected} expected.");
        }
    }
}
