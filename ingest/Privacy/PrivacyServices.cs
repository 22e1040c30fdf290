using Crm.Ingest.Logs;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Ingest.Privacy;

public static class PrivacyServices
{
    /// <summary>Puts the seals around the log, which is added before; the keys come from whoever keeps them.</summary>
    public static IServiceCollection AddSealedLog(this IServiceCollection services)
    {
        var bare = services.Last(static service => service.ServiceType == typeof(ILog)).ImplementationFactory
            ?? throw new InvalidOperationException("The log is not made by a factory.");
        services.AddSingleton<LogSeal>();
        return services.AddSingleton<ILog>(provider => new SealingLog((ILog)bare(provider), provider.GetRequiredService<Seals>(), provider.GetRequiredService<LogSeal>()));
    }
}
