using Crm.Compatibility.Tests.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using Orleans.Metadata;

namespace Crm.Compatibility.Tests.Wire;

/// <summary>The names by which a cluster finds grains: those that the manifest promises, whatever the types are called in code.</summary>
public sealed class RoutingTests : IDisposable
{
    private readonly IHost _host = Host.CreateApplicationBuilder().UseOrleans(static silo => silo.UseLocalhostClustering()).Build();

    public static TheoryData<Type> Grains => [.. Code.Grains];

    public void Dispose() => _host.Dispose();

    [Theory, MemberData(nameof(Grains))]
    public void Names_InTheCluster_AreThePromisedOnes(Type grain)
    {
        var contract = grain.GetInterfaces().Single(Code.Interfaces.Contains);

        Assert.Equal(Code.Alias(contract), _host.Services.GetRequiredService<GrainInterfaceTypeResolver>().GetGrainInterfaceType(contract).ToString());
        Assert.Equal(Code.GrainType(grain), _host.Services.GetRequiredService<GrainTypeResolver>().GetGrainType(grain).ToString());
    }
}
