using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Engine;

/// <summary>Hosts the grains by the engine of one process.</summary>
internal static class EmbeddedEngine
{
    public static void UseActors(this WebApplicationBuilder builder)
    {
        builder.UseEmbeddedActors();
        builder.Services.AddOptions<OrleansOptions>().BindConfiguration(OrleansOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<OrleansOptions>, OneProcess>();
        builder.Services.TryAddSingleton<ICluster, Alone>();
    }

    private sealed class OneProcess : IValidateOptions<OrleansOptions>
    {
        public ValidateOptionsResult Validate(string? name, OrleansOptions options) => options.Clustering == Clustering.Local
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Crm:Orleans:Clustering is Postgres, but this is the embedded engine, which is of one process: build with ActorEngine=Orleans, or leave it at Local.");
    }

    private sealed class Alone : ICluster
    {
        public string? Missing => null;

        public bool IsUnreachable(Exception thrown) => false;
    }
}
