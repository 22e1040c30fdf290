namespace Crm.Silo.Engine;

/// <summary>Hosts the grains by the engine of one process.</summary>
internal static class EmbeddedEngine
{
    public static void UseActors(this WebApplicationBuilder builder) => builder.UseEmbeddedActors();
}
