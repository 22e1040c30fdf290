namespace Crm.Silo.Configuration;

/// <summary>Settings of the process, each an environment variable of the name given.</summary>
internal sealed class SiloOptions
{
    /// <summary>CRM_POSTGRES: connection string of the database. Required; never logged.</summary>
    [ConfigurationKeyName("CRM_POSTGRES")]
    public string Postgres { get; set; } = "";

    /// <summary>CRM_URL: where to listen; default http://127.0.0.1:8080, this machine only.</summary>
    [ConfigurationKeyName("CRM_URL")]
    public string Url { get; set; } = "http://127.0.0.1:8080";

    /// <summary>CRM_ADMIN_KEY: the secret by which stores are created; without it none can be. At least 16 characters.</summary>
    [ConfigurationKeyName("CRM_ADMIN_KEY")]
    public string? AdminKey { get; set; }

    /// <summary>CRM_PARTITIONS: of the log, which is created with so many; default 16, 1 to 1,024. Fixed for the log's life.</summary>
    [ConfigurationKeyName("CRM_PARTITIONS")]
    public int Partitions { get; set; } = 16;

    /// <summary>CRM_MAX_APPENDS: requests that wait for the log at a time, beyond which the answer is 429; default 512, 1 to 100,000.</summary>
    [ConfigurationKeyName("CRM_MAX_APPENDS")]
    public int MaxAppends { get; set; } = 512;

    /// <summary>CRM_MAX_APPENDS_PER_STORE: of them, of one store; default 384, 1 to 100,000.</summary>
    [ConfigurationKeyName("CRM_MAX_APPENDS_PER_STORE")]
    public int MaxAppendsPerStore { get; set; } = 384;

    /// <summary>CRM_MAX_APPEND_MB: megabytes of events in these requests, and three quarters of it in those of one store; default 64, 16 to 16,384.</summary>
    [ConfigurationKeyName("CRM_MAX_APPEND_MB")]
    public int MaxAppendMegabytes { get; set; } = 64;
}
