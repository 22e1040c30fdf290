using System.Net;
using Crm.Ingest.Commits;
using Crm.Postgres;
using Crm.Silo.Engine.Clusters;
using Crm.Silo.Engine.Clusters.Streams;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.GrainDirectory;
using Orleans.Runtime.Hosting;

namespace Crm.Silo.Engine;

/// <summary>Hosts the grains by Microsoft Orleans: a cluster of this one silo, which nobody looks for, or one whose members are in the database.</summary>
internal static class OrleansEngine
{
    private const string ServiceId = "crm";

    public static void UseActors(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<OrleansOptions>().BindConfiguration(OrleansOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<OrleansOptions>, ClusterAddress>();
        var section = builder.Configuration.GetSection(OrleansOptions.Section);
        var together = string.Equals(section[nameof(OrleansOptions.Clustering)], nameof(Clustering.Postgres), StringComparison.OrdinalIgnoreCase);
        builder.UseOrleans(silo =>
        {
            silo.PlaceCustomers();
            if (together)
            {
                silo.Join();
                if (bool.TryParse(section[nameof(OrleansOptions.Streams)], out var streams) && streams)
                {
                    silo.AddChangeStreams();
                }
            }
            else
            {
                silo.UseLocalhostClustering(gatewayPort: 0).Configure<EndpointOptions>(static endpoint => endpoint.SiloListeningEndpoint = new(IPAddress.Loopback, 0));
            }
        });
        builder.Services.AddSingleton<ICluster, Membership>();
    }

    private static void Join(this ISiloBuilder silo)
    {
        silo.UseAdoNetClustering(static clustering => clustering.Configure<IOptions<Configuration.SiloOptions>>(static (options, settings) =>
            (options.Invariant, options.ConnectionString) = (ClusterDatabase.Provider, ClusterDatabase.Connection(settings.Value.Postgres))));
        silo.Services.AddOptions<ClusterOptions>().Configure<IOptions<OrleansOptions>>(static (cluster, settings) =>
            (cluster.ServiceId, cluster.ClusterId) = (ServiceId, settings.Value.ClusterId));
        silo.Services.AddOptions<EndpointOptions>().Configure<IOptions<OrleansOptions>>(static (endpoint, settings) =>
        {
            var address = ClusterAddress.Resolve(settings.Value.Address) ?? throw new OptionsValidationException(OrleansOptions.Section, typeof(OrleansOptions), [ClusterAddress.Unknown]);
            (endpoint.AdvertisedIPAddress, endpoint.SiloPort, endpoint.GatewayPort) = (address, settings.Value.SiloPort, settings.Value.GatewayPort);
            if (settings.Value.ListenPort > 0)
            {
                endpoint.SiloListeningEndpoint = new(address, settings.Value.ListenPort);
            }
        });

        silo.Services.AddOptions<ClusterMembershipOptions>().Configure<IOptions<OrleansOptions>>(static (members, settings) =>
            (members.ProbeTimeout, members.MinProbeTimeout, members.MaxProbeTimeout) = (settings.Value.ProbeTimeout, settings.Value.ProbeTimeout / 2, settings.Value.ProbeTimeout * 2));
        silo.Services.AddOptions<ConnectionOptions>().Configure<IOptions<OrleansOptions>>(static (connection, settings) => connection.OpenConnectionTimeout = settings.Value.ProbeTimeout);

        // In the rows of its partitions, so that the others find it.
        silo.Services.AddSingleton(static provider => new PartitionOwner(provider.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString()));
    }

    private static void PlaceCustomers(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<Homes>();
        silo.Services.AddSingleton<HomeDirectory>();
        silo.Services.AddSingleton<IGrainDirectoryCache>(static provider => provider.GetRequiredService<HomeDirectory>());
        silo.AddGrainDirectory(HomeDirectory.Name, static (provider, _) => provider.GetRequiredService<HomeDirectory>());
        silo.AddPlacementDirector<HomePlacement, HomePlacement.Director>();
        silo.Services.AddSingleton<Orleans.Metadata.IGrainPropertiesProvider, HomePlacement.Customers>();
    }
}
