using Crm.GrainInterfaces.Streams;
using Crm.Postgres;
using Microsoft.Extensions.Options;
using Orleans.Hosting;

namespace Crm.Silo.Engine.Clusters.Streams;

/// <summary>The change feed as Orleans streams, for grains and clients of the cluster.</summary>
internal static class ChangeStreamServices
{
    private const string Subscriptions = "PubSubStore"; // the name that Orleans asks for

    public static void AddChangeStreams(this ISiloBuilder silo)
    {
        silo.AddAdoNetGrainStorage(Subscriptions, static storage => storage.Configure<IOptions<Configuration.SiloOptions>>(static (options, settings) =>
            (options.Invariant, options.ConnectionString) = (ClusterDatabase.Provider, ClusterDatabase.Connection(settings.Value.Postgres))));
        silo.AddPersistentStreams(
            ChangeStreams.Provider,
            static (provider, _) => ActivatorUtilities.CreateInstance<ChangeQueues>(provider),
            static streams => streams.ConfigurePullingAgent(static agent => agent.Configure(static options => options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(200))));
    }
}
