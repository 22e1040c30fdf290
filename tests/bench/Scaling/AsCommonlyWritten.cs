using System.Diagnostics;
using Crm.Bench.Store1m;
using Crm.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Crm.Bench.Scaling;

/// <summary>The figures of each customer, kept as many an Orleans program keeps its state: a grain call for each event, which writes the state through AdoNet storage before it answers.</summary>
internal static class AsCommonlyWritten
{
    private const int Callers = 64;

    /// <param name="server">Of a database of its own, with the tables that Orleans' storage asks for.</param>
    /// <param name="customers">Whose events they are, Zipf-distributed.</param>
    /// <param name="duration">Of the calls.</param>
    public static async Task<double?> EventsPerSecond(string server, int customers, TimeSpan duration)
    {
        await using var store = await StoreUnderTest.Start(server, 0, 0, new Dictionary<string, string>());
        await store.Silo.Stop();
        using var host = Host.CreateDefaultBuilder()
            .ConfigureLogging(static logging => logging.ClearProviders())
            .UseOrleans(silo => silo.UseLocalhostClustering(TestSupport.SiloProcessMachine.FreePort(), 0).AddAdoNetGrainStorageAsDefault(options =>
                (options.Invariant, options.ConnectionString) = (ClusterDatabase.Provider, ClusterDatabase.Connection(store.Connection) + ";Maximum Pool Size=32")))
            .Build();
        await host.StartAsync();
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var (clicks, count, clock) = (new Clicks(customers, StoreUnderTest.Partitions, 1), 0, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < duration)
            {
                string key;
                byte[] json;
                lock (clicks)
                {
                    var (bytes, value, _) = clicks.Next(DateTimeOffset.UtcNow);
                    (key, json) = (System.Text.Encoding.UTF8.GetString(bytes), value);
                }

                await grains.GetGrain<ICommonCustomer>(key).Track(json);
                Interlocked.Increment(ref count);
            }
        })));
        var perSecond = count / clock.Elapsed.TotalSeconds;
        await host.StopAsync();
        return perSecond;
    }
}

[Alias("bench.common-customer")]
internal interface ICommonCustomer : IGrainWithStringKey
{
    [Alias("track")]
    Task Track(byte[] json);
}

[GenerateSerializer, Alias("bench.common-state")]
internal sealed class CommonState
{
    [Id(0)] public long Events { get; set; }

    [Id(1)] public long Orders { get; set; }

    [Id(2)] public decimal Revenue { get; set; }

    [Id(3)] public DateTimeOffset LastSeen { get; set; }
}

[GrainType("bench-common-customer")]
internal sealed class CommonCustomer([PersistentState("customer")] IPersistentState<CommonState> state) : Grain, ICommonCustomer
{
    public async Task Track(byte[] json)
    {
        var e = System.Text.Json.JsonElement.Parse(json);
        state.State.Events++;
        state.State.LastSeen = e.GetProperty("timestamp").GetDateTimeOffset();
        if (e.GetProperty("event").GetString() == "Order Completed")
        {
            state.State.Orders++;
            state.State.Revenue += e.GetProperty("properties").TryGetProperty("total", out var total) ? total.GetDecimal() : 0;
        }

        await state.WriteStateAsync();
    }
}
