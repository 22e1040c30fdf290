using Microsoft.Extensions.Hosting;

namespace Crm.Ingest.Tests.Engine;

internal static class TestGrains
{
    public static void Use(HostApplicationBuilder builder) => builder.UseEmbeddedActors();
}
