using Microsoft.Extensions.Options;

namespace Crm.Silo.Search;

internal static class SearchServices
{
    public static void AddSearch(this IServiceCollection services)
    {
        services.AddOptions<SearchOptions>().BindConfiguration("Crm:Search").ValidateOnStart();
        services.AddSingleton<IValidateOptions<SearchOptions>, SearchOptionsValidator>();
        services.AddSingleton<Judges>();
        services.AddSingleton<Lookups>();
        services.AddSingleton<Searches>();
    }
}
