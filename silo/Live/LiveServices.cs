namespace Crm.Silo.Live;

internal static class LiveServices
{
    public static void AddLive(this IServiceCollection services)
    {
        services.AddSingleton<SystemLook>();
        services.AddSingleton<LiveViews>();
        services.AddSingleton<LiveStreams>();
    }
}
