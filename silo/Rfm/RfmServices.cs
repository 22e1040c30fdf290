using Microsoft.Extensions.Options;

namespace Crm.Silo.Rfm;

internal static class RfmServices
{
    public static void AddRfm(this IServiceCollection services)
    {
        services.AddOptions<RfmOptions>().BindConfiguration("Crm:Rfm").ValidateOnStart();
        services.AddSingleton<IValidateOptions<RfmOptions>, RfmOptionsValidator>();
        services.AddSingleton<RfmMetrics>();
        services.AddSingleton<RfmRefresher>();
        services.AddHostedService<RfmSchedule>();
    }
}
