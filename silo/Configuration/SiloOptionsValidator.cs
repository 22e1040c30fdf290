using Crm.Postgres;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Configuration;

/// <summary>By hand, for what people set are environment variables, and the generated validator would name properties.</summary>
internal sealed class SiloOptionsValidator : IValidateOptions<SiloOptions>
{
    private const int MinAdminKey = 16;

    public ValidateOptionsResult Validate(string? name, SiloOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.Postgres.Length == 0 || !ConnectionText.IsValid(options.Postgres))
        {
            result.AddError("CRM_POSTGRES must be the connection string of the database: Host=…;Database=… or a postgres:// URL.");
        }

        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.PathAndQuery != "/")
        {
            result.AddError("CRM_URL must be such as http://127.0.0.1:8080.");
        }

        if (options.AdminKey is { Length: > 0 and < MinAdminKey })
        {
            result.AddError($"CRM_ADMIN_KEY must have at least {MinAdminKey} characters.");
        }

        CheckRange(result, "CRM_PARTITIONS", options.Partitions, 1024);
        CheckRange(result, "CRM_MAX_APPENDS", options.MaxAppends, 100_000);
        CheckRange(result, "CRM_MAX_APPENDS_PER_STORE", options.MaxAppendsPerStore, 100_000);
        CheckRange(result, "CRM_MAX_APPEND_MB", options.MaxAppendMegabytes, 16_384, 16);
        return result.Build();
    }

    private static void CheckRange(ValidateOptionsResultBuilder result, string name, int value, int most, int least = 1)
    {
        if (value < least || value > most)
        {
            result.AddError($"{name} must be from {least} to {most}.");
        }
    }
}
