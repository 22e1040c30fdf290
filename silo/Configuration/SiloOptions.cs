using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Configuration;

/// <summary>Settings of the process, each an environment variable of the name given.</summary>
internal sealed class SiloOptions
{
    /// <summary>CRM_POSTGRES: connection string of the database. Required.</summary>
    [Required(ErrorMessage = "CRM_POSTGRES is required: the connection string of the database.")]
    [ConfigurationKeyName("CRM_POSTGRES")]
    public string Postgres { get; set; } = "";

    /// <summary>CRM_URL: where to listen; default http://127.0.0.1:8080, this machine only.</summary>
    [RegularExpression("https?://[^/]+/?", ErrorMessage = "CRM_URL must be such as http://127.0.0.1:8080.")]
    [ConfigurationKeyName("CRM_URL")]
    public string Url { get; set; } = "http://127.0.0.1:8080";

    /// <summary>CRM_ADMIN_KEY: the secret by which stores are created; without it none can be. At least 16 characters.</summary>
    [MinLength(16, ErrorMessage = "CRM_ADMIN_KEY must have at least 16 characters.")]
    [ConfigurationKeyName("CRM_ADMIN_KEY")]
    public string? AdminKey { get; set; }

    /// <summary>CRM_PARTITIONS: of a log that is created; default 16, 1 to 1,024. Fixed for the log's life.</summary>
    [Range(1, 1024, ErrorMessage = "CRM_PARTITIONS must be from 1 to 1024.")]
    [ConfigurationKeyName("CRM_PARTITIONS")]
    public int Partitions { get; set; } = 16;

    /// <summary>CRM_MAX_APPENDS: requests that wait for the log at a time, beyond which the answer is 429; default 512.</summary>
    [Range(1, 100_000, ErrorMessage = "CRM_MAX_APPENDS must be from 1 to 100000.")]
    [ConfigurationKeyName("CRM_MAX_APPENDS")]
    public int MaxAppends { get; set; } = 512;

    /// <summary>CRM_MAX_APPENDS_PER_STORE: of them, of one store; default 384.</summary>
    [Range(1, 100_000, ErrorMessage = "CRM_MAX_APPENDS_PER_STORE must be from 1 to 100000.")]
    [ConfigurationKeyName("CRM_MAX_APPENDS_PER_STORE")]
    public int MaxAppendsPerStore { get; set; } = 384;
}

[OptionsValidator]
internal sealed partial class SiloOptionsValidator : IValidateOptions<SiloOptions>;
