namespace Crm.Cli.Api;

/// <summary>Where the silo is, and the keys to it, from the environment that <c>./crm</c> sets.</summary>
internal sealed record Connection(Uri Url, string? WriteKey, string? ApiKey, string? AdminKey)
{
    public static Connection FromEnvironment() => new(
        new Uri(Environment.GetEnvironmentVariable("CRM_URL") ?? "http://127.0.0.1:8080"),
        Environment.GetEnvironmentVariable("CRM_WRITE_KEY"),
        Environment.GetEnvironmentVariable("CRM_API_KEY"),
        Environment.GetEnvironmentVariable("CRM_ADMIN_KEY"));

    public string RequiredWriteKey => WriteKey ?? throw Missing("CRM_WRITE_KEY");

    public string RequiredApiKey => ApiKey ?? throw Missing("CRM_API_KEY");

    public string RequiredAdminKey => AdminKey ?? throw Missing("CRM_ADMIN_KEY");

    private static CrmException Missing(string name) =>
        new($"{name} is not set. `./crm up` makes it, and `./crm` hands it on; elsewhere: set it in the environment.");
}
