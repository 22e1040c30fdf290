using Crm.Deploy.Tests.Silo;
using Crm.TestSupport;

namespace Crm.Deploy.Tests;

/// <summary>What is deployed says nothing that the silo does not know, and nothing that it refuses.</summary>
public class SettingsTests
{
    public static TheoryData<string> Deployed => [.. Compose.Silos.Keys, "kubernetes"];

    [Theory, MemberData(nameof(Deployed))]
    public async Task Settings_OfADeployedSilo_AreReadAndAccepted(string name)
    {
        await using var silo = new ComposedSilo(Of(name));

        Assert.DoesNotContain(silo.Errors, static error => !OrleansSettings.IsOfThisBuild(error));
        Assert.Empty(silo.Unread);
    }

    [Theory, MemberData(nameof(Deployed))]
    public void Settings_OfADeployedSilo_AreInTheDocs(string name)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/deploy.md"));

        Assert.All(Of(name).Keys, setting => Assert.Contains($"| `{setting}` |", page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CRM_PARTITION", "16")]
    [InlineData("Crm__Telemetry__Metric", "false")]
    [InlineData("Crm__Kafka__Partition", "16")]
    [InlineData("Crm__Kafkas__Topic", "crm.events")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINTS", "http://collector:4317")]
    [InlineData("OTEL_RESOURCE_ATTRIBUTE", "service.instance.id=a")]
    public async Task Settings_ThatNothingReads_AreNamed(string setting, string value)
    {
        await using var silo = new ComposedSilo(new Dictionary<string, string>(Of("silo-1")) { [setting] = value });

        Assert.Equal([setting], silo.Unread);
    }

    [Theory]
    [InlineData("CRM_PARTITIONS", "0")]
    [InlineData("Crm__Telemetry__Metrics", "perhaps")]
    public async Task Settings_OfAWrongValue_AreRefused(string setting, string value)
    {
        await using var silo = new ComposedSilo(new Dictionary<string, string>(Of("silo-1")) { [setting] = value });

        Assert.Contains(silo.Errors, error => error.Contains(setting.Split("__")[^1], StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_OfSilosThatAreOneCluster_DifferInWhoTheyAreOnly()
    {
        var settings = Compose.Silos.Values.Select(Compose.Settings).ToList();

        Assert.Equal(3, settings.Count);
        Assert.Equal(["Crm__Orleans__Address", "OTEL_RESOURCE_ATTRIBUTES"], settings[0].Keys.Where(name => settings.Select(each => each[name]).Distinct().Count() > 1).Order());
        Assert.Equal(Compose.Silos.Keys, settings.Select(static each => each["Crm__Orleans__Address"]));
    }

    [Fact]
    public void Secrets_OfWhatIsDeployed_AreNotInTheFiles()
    {
        var environment = Compose.Services.Values.SelectMany(static service => service["environment"].Members)
            .Where(static pair => pair.Key is "CRM_POSTGRES" or "CRM_ADMIN_KEY" || pair.Key.Contains("PASSWORD", StringComparison.Ordinal)).ToList();
        var pod = Kubernetes.Silo["env"].Items.Where(static variable => variable["name"].Text is "CRM_POSTGRES" or "CRM_ADMIN_KEY").ToList();

        Assert.Equal(8, environment.Count);
        Assert.All(environment, static pair => Assert.Matches(Compose.Reference(), pair.Value.Text!));
        Assert.Equal(2, pod.Count);
        Assert.All(pod, static variable => Assert.NotNull(variable["valueFrom"]["secretKeyRef"]["name"].Text));
        Assert.DoesNotContain(Kubernetes.Manifests, static manifest => Node.Read(manifest)["kind"].Text == "Secret");
        Assert.DoesNotContain(Dockerfile.Read().Environment.Keys, static name => name is "CRM_POSTGRES" or "CRM_ADMIN_KEY");
    }

    private static Dictionary<string, string> Of(string name)
    {
        var settings = new Dictionary<string, string>(Dockerfile.Read().Environment);
        foreach (var (key, value) in name == "kubernetes" ? Kubernetes.Settings() : Compose.Settings(Compose.Services[name]))
        {
            settings[key] = value;
        }

        if (name != "kubernetes")
        {
            settings["Crm__Orleans__Address"] = "127.0.0.1"; // a name that only Docker's network knows
        }

        return settings;
    }
}
