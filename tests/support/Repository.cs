namespace Crm.TestSupport;

/// <summary>Where the checkout is; CRM_ROOT where the tests were built elsewhere.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Crm.Orleans.sln")) && folder.Parent is not null)
        {
            folder = folder.Parent;
        }

        return Environment.GetEnvironmentVariable("CRM_ROOT") is { Length: > 0 } named ? named : folder.FullName;
    }
}
