using Orleans.Runtime;

namespace Crm.Silo.Engine.Clusters;

/// <summary>Whether Orleans counts this silo among the active ones.</summary>
internal sealed class Membership(ISiloStatusOracle members) : ICluster
{
    public string? Missing => members.CurrentStatus == SiloStatus.Active ? null : "This process is not a member of its cluster yet.";

    public bool IsUnreachable(Exception thrown) => thrown is OrleansException;
}
