namespace Crm.Client.Cluster;

/// <summary>Which cluster to join, and where.</summary>
public sealed class CrmClusterOptions
{
    /// <summary>As the silos' setting <c>Crm:Orleans:ClusterId</c>. Default <c>crm</c>.</summary>
    public string ClusterId { get; set; } = "crm";

    /// <summary>One silo or more: host and <c>Crm:Orleans:GatewayPort</c>, such as <c>10.0.0.5:30000</c>. A name stands for all its addresses, and is looked up anew every minute.</summary>
    public IList<string> Gateways { get; } = [];
}
