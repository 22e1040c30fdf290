namespace Crm.Silo.Console;

internal static class ConsoleServices
{
    public static void AddConsole(this IServiceCollection services)
    {
        services.AddOptions<ConsoleOptions>().BindConfiguration("Crm:Console");
        services.AddSingleton<ConsoleFiles>();
    }

    /// <summary>After routing: what is a call, also one by a wrong method, is never a page.</summary>
    public static void UseConsole(this WebApplication app)
    {
        var files = app.Services.GetRequiredService<ConsoleFiles>();
        app.Use(async (context, next) =>
        {
            if (context.GetEndpoint() is not null || !await files.TrySend(context))
            {
                await next(context);
            }
        });
    }
}
