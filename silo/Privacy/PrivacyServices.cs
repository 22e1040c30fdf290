namespace Crm.Silo.Privacy;

internal static class PrivacyServices
{
    public static void AddErasures(this IServiceCollection services)
    {
        services.AddSingleton<ErasureSteps>();
        services.AddSingleton<ErasureViews>();
        services.AddHostedService<Eraser>();
    }
}
