namespace Crm.Bench;

/// <summary>Which engine the grains were built against.</summary>
internal static class BenchEngine
{
    public static readonly string Name = typeof(Orleans.Grain).Assembly.GetName().Name!.Contains("Embedded", StringComparison.Ordinal) ? "embedded" : "orleans";
}
