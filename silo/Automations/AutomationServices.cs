using Crm.Grains.Triggers;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Automations;

internal static class AutomationServices
{
    public static void AddAutomations(this IServiceCollection services)
    {
        services.AddOptions<TriggerOptions>().BindConfiguration("Crm:Triggers").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(static provider => provider.GetRequiredService<IOptions<TriggerOptions>>().Value);
        services.AddSingleton<TriggerMetrics>();
        services.AddSingleton<IActionExecutor, ActionExecutor>();
        services.AddHostedService<ActionDispatcher>();
        services.AddHostedService<OutboxMetrics>();
    }
}
