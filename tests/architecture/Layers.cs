namespace Crm.Architecture.Tests;

/// <summary>The design's table: what each project may reference. A line names all that it may, directly or not.</summary>
internal static class Layers
{
    public static readonly Dictionary<string, string[]> MayReference = new()
    {
        ["Crm.Embedded"] = [],
        ["Crm.Embedded.Generator"] = [],
        ["Crm.Core"] = [],
        ["Crm.GrainInterfaces"] = ["Crm.Core"],
        ["Crm.Grains"] = ["Crm.GrainInterfaces", "Crm.Core"],
        ["Crm.Ingest"] = ["Crm.GrainInterfaces", "Crm.Core"],
        ["Crm.Postgres"] = ["Crm.Grains", "Crm.Ingest", "Crm.GrainInterfaces", "Crm.Core"],
        ["Crm.Silo"] = ["Crm.Postgres", "Crm.Ingest", "Crm.Grains", "Crm.GrainInterfaces", "Crm.Core"],
        ["Crm.Cli"] = [],
        ["Crm.Client"] = [],
        ["Crm.Client.Orleans"] = ["Crm.GrainInterfaces", "Crm.Core"],
        ["Crm.Samples.Client"] = ["Crm.Client"],
    };

    /// <summary>Those that take part in the actor model also reference the chosen engine, by one property and not by name.</summary>
    public static readonly string[] OnTheEngine = ["Crm.Core", "Crm.GrainInterfaces", "Crm.Grains", "Crm.Ingest", "Crm.Postgres", "Crm.Silo", "Crm.Client.Orleans"];

    /// <summary>What is not the base class library, and who may use it.</summary>
    public static readonly Dictionary<string, string[]> Outside = new()
    {
        ["Confluent.Kafka"] = ["Crm.Ingest"],
        ["Npgsql"] = ["Crm.Postgres"],
        ["Microsoft.AspNetCore"] = ["Crm.Silo", "Crm.Cli"],
        ["Microsoft.Net.Http.Headers"] = ["Crm.Silo"],
        ["Microsoft.OpenApi"] = ["Crm.Silo"],
        ["Microsoft.Extensions"] = ["Crm.Client", "Crm.Client.Orleans", "Crm.Embedded", "Crm.Grains", "Crm.Ingest", "Crm.Postgres", "Crm.Silo", "Crm.Cli"],
        ["OpenTelemetry"] = ["Crm.Silo"],
        ["System.CommandLine"] = ["Crm.Cli"],
        ["Spectre.Console"] = ["Crm.Cli"],
    };
}
