using System.ComponentModel.DataAnnotations;

namespace Crm.Silo.Engine;

/// <summary>How this process finds the others of its cluster, and they it. Only the Orleans engine has more than one; section <c>Crm:Orleans</c>.</summary>
internal sealed class OrleansOptions
{
    public const string Section = "Crm:Orleans";

    /// <summary>Local (default): a cluster of this one process, which listens on no port that others need. Postgres: members are rows of the database in CRM_POSTGRES.</summary>
    public Clustering Clustering { get; set; }

    /// <summary>Processes of the same name on the same database are one cluster. Default crm; 1 to 100 characters.</summary>
    [Required, StringLength(100)]
    public string ClusterId { get; set; } = "crm";

    /// <summary>IP address, or name of a host, under which the other silos and clients reach this one; it listens there and nowhere else. Default 127.0.0.1. What comes in is neither encrypted nor asked who it is: a network of one's own.</summary>
    [Required]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port for other silos; default 11111.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port for programs that join as Orleans clients, which may call any grain of any store; default 0: none may. 30000 is usual.</summary>
    [Range(0, 65535)]
    public int GatewayPort { get; set; }

    /// <summary>A silo that does not answer three probes in a row, each within this, is given up by the others; if it still runs, it ends itself. Default 2 s; 500 ms to 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether the change feed is told as Orleans streams too; default false: each partition asks the database five times a second.</summary>
    public bool Streams { get; set; }

    /// <summary>Port on which this silo listens, where something between maps SiloPort to it; default 0: SiloPort itself.</summary>
    [Range(0, 65535)]
    public int ListenPort { get; set; }
}

internal enum Clustering
{
    Local,
    Postgres,
}
