using Crm.GrainInterfaces.Streams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Messaging;

namespace Crm.Client.Cluster;

/// <summary>Registration of the client.</summary>
public static class CrmClusterServices
{
    /// <summary>Adds one <see cref="CrmCluster"/> for the whole process, which joins the cluster when the host starts and leaves when it stops. Orleans' own <c>IClusterClient</c> is there too, for grain calls of any kind.</summary>
    /// <param name="builder">Of the host.</param>
    /// <param name="configure">Says which cluster, and where.</param>
    /// <exception cref="ArgumentException">A gateway is not host and port, or there is none.</exception>
    public static IHostApplicationBuilder AddCrmCluster(this IHostApplicationBuilder builder, Action<CrmClusterOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new CrmClusterOptions();
        configure(options);
        var gateways = new Gateways(options.Gateways);
        builder.UseOrleansClient(client => client
            .ConfigureServices(services => services.AddSingleton<IGatewayListProvider>(gateways))
            .Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = ("crm", options.ClusterId))
            .AddPersistentStreams(ChangeStreams.Provider, static (_, _) => new NoQueues(), static _ => { }));
        builder.Services.AddSingleton<CrmCluster>();
        return builder;
    }
}
