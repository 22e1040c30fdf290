namespace Crm.Deploy.Tests.Files;

internal static class Kubernetes
{
    /// <summary>What is looked up by name, as it may be found.</summary>
    private static readonly Dictionary<string, string> Found = new()
    {
        ["CRM_POSTGRES"] = "Host=database;Database=crm",
        ["CRM_ADMIN_KEY"] = "a-secret-of-some-length",
        ["status.podIP"] = "10.1.2.3",
        ["metadata.name"] = "crm-silo-0",
    };

    public static Node Pod { get; } = Node.Read("kubernetes/deployment.yaml")["spec"]["template"];

    public static Node Silo => Pod["spec"]["containers"].Items.Single();

    public static IEnumerable<string> Manifests => Node.Read("kubernetes/kustomization.yaml")["resources"].Items.Select(static name => $"kubernetes/{name.Text}");

    public static IReadOnlyDictionary<string, string> Settings()
    {
        var settings = Node.Read("kubernetes/settings.yaml")["data"].Members.ToDictionary(static pair => pair.Key, static pair => pair.Value.Text!);
        foreach (var variable in Silo["env"].Items)
        {
            var (from, name) = (variable["valueFrom"], variable["name"].Text!);
            var value = variable["value"].Text ?? Found[from["secretKeyRef"]["key"].Text ?? from["fieldRef"]["fieldPath"].Text!];
            settings[name] = settings.Aggregate(value, static (text, known) => text.Replace($"$({known.Key})", known.Value, StringComparison.Ordinal));
        }

        settings.Remove("POD_NAME"); // is only named by others
        return settings;
    }
}
