using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Embedded.Engine;
using Crm.GrainInterfaces.Customers;
using Crm.Grains.Customers;
using Crm.Ingest.Pumps;
using Crm.Ingest.Tests.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;

namespace Crm.Ingest.Tests.Simulation;

/// <summary>One process: its pumps and customers, all on the scheduler. Made by a step of its place.</summary>
internal sealed class SimulatedProcess : ITenure
{
    private static readonly ServiceProvider Metrics = new ServiceCollection().AddMetrics().AddSingleton<PumpMetrics>().AddSingleton<CustomerMetrics>().BuildServiceProvider();

    private readonly PumpHealth _health;
    private readonly PumpHost _pumps;

    public SimulatedProcess(Place place, Scheduler scheduler, Weather weather, PlaceTime time, WiredLog log, WiredDatabase database, PumpOptions options)
    {
        (Place, Time, Applied, _health) = (place, time, new(log.Partitions), new(log.Partitions));
        var services = new ServiceCollection().AddSingleton<ISnapshotLoader>(database).AddSingleton<Core.Definitions.IDefinitionCache>(database)
            .AddSingleton<ITenure>(this).AddSingleton(Metrics.GetRequiredService<CustomerMetrics>()).BuildServiceProvider();
        Customers = FlakyGrains.Over(new Activations(Engine(), Engine(), scheduler, place, weather), static () => Mishap.None);
        _pumps = new(
            new(new LendingLog(log), database, database, database, database, database, database, Customers, Applied, Versions, new DueActions(), new ChangeNews(),
                Metrics.GetRequiredService<PumpMetrics>(), options, time, NullLogger<Pump>.Instance),
            _health,
            new Exclusive());

        ActorEngine Engine()
        {
            var collection = new GrainCollectionOptions { CollectionQuantum = TimeSpan.FromSeconds(1), CollectionAge = TimeSpan.FromSeconds(3) };
            var engine = new ActorEngine(services, time, Options.Create(collection), Options.Create(new SiloMessagingOptions()), NullLogger<ActorEngine>.Instance)
            {
                Queue = activation => scheduler.Post(place, static state => ((IThreadPoolWorkItem)state!).Execute(), activation),
            };
            engine.StartAsync(default);
            return engine;
        }
    }

    public Place Place { get; }

    public PlaceTime Time { get; }

    public IGrainFactory Customers { get; }

    public AppliedPositions Applied { get; }

    public DefinitionVersions Versions { get; } = new();

    public void Assign(params IEnumerable<int> partitions) => _pumps.Assign(partitions);

    public void Revoke(params IEnumerable<int> partitions) => _ = _pumps.Revoke(partitions);

    /// <summary>As the API would, wherever the customer's partition is.</summary>
    public async void Read(string key)
    {
        try
        {
            await Customers.GetGrain<ICustomerGrain>(key).Read();
        }
        catch (TimeoutException)
        {
            // As its caller would be told.
        }
    }

    public long? Of(CustomerKey key)
    {
        var pump = _health.Pumps[HomePartition.Of(key, _health.Pumps.Count)];
        return pump.Assigned ? pump.Tenure : null;
    }

    private sealed class Exclusive : IPartitionAssignment
    {
        public Task Run(IPumps pumps, CancellationToken stopping) => throw new NotSupportedException("The simulation assigns.");
    }
}
