namespace Crm.Silo.Access;

internal static class AccessServices
{
    public static void AddAccessLog(this IServiceCollection services)
    {
        services.AddSingleton<AccessRecorder>();
        services.AddHostedService(static provider => provider.GetRequiredService<AccessRecorder>());
    }

    /// <summary>After authentication, which says whose call it is, and before authorization, so that what was refused is written down too.</summary>
    public static void UseAccessLog(this WebApplication app)
    {
        var recorder = app.Services.GetRequiredService<AccessRecorder>();
        app.Use((context, next) =>
        {
            if (context.GetEndpoint() is RouteEndpoint endpoint && endpoint.Metadata.GetMetadata<PersonalData>() is { } data)
            {
                recorder.Follow(context, endpoint, data);
            }

            return next(context);
        });
    }
}
