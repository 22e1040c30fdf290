using System.Text.RegularExpressions;
using Crm.Deploy.Tests.Silo;
using Crm.Ingest.Kafka;
using Crm.Postgres;

namespace Crm.Deploy.Tests;

public partial class ComposeTests
{
    [Fact]
    public async Task Topic_AsItIsMade_CanBeTheLog()
    {
        await using var silo = new ComposedSilo(Compose.Settings(Compose.Services["silo-1"]));
        var log = silo.Options<KafkaOptions>();
        var made = Compose.Services["topic"]["command"].Text!;

        var wanted = TopicSettings.Wanted(log, copies: 1).Select(static setting => $"{setting.Key}={setting.Value}").Order();

        Assert.Equal(wanted, Setting().Matches(made).Select(static setting => setting.Groups[1].Value).Order());
        Assert.Contains($"--topic {log.Topic} --partitions {log.Partitions} ", made, StringComparison.Ordinal);
        Assert.Contains($"--bootstrap-server {log.Brokers} ", made, StringComparison.Ordinal);
        Assert.Equal(Compose.Services["kafka"]["image"].Text, Compose.Services["topic"]["image"].Text);
    }

    [Fact]
    public async Task Connections_OfAllSilos_FitIntoTheDatabase()
    {
        await using var silo = new ComposedSilo(Compose.Settings(Compose.Services["silo-1"]));
        var most = new Node(MaxConnections().Match(Compose.Services["postgres"]["command"].Text!).Groups[1].Value).Number;

        // And as many again as one silo has: for membership, leases and people.
        Assert.True((Compose.Silos.Count + 1) * silo.Options<PostgresOptions>().MaxPoolSize <= most);
    }

    [Fact]
    public void Hosts_ThatAreNamed_AreServices()
    {
        var settings = Compose.Settings(Compose.Services["silo-1"]);
        var otlp = new Uri(settings["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var prometheus = new Uri(Node.Read("grafana/provisioning/datasources/prometheus.yaml")["datasources"].Items.Single()["url"].Text!);
        var targets = Node.Read("prometheus/compose.yml")["scrape_configs"].Items.Single()["static_configs"].Items.Single()["targets"].Items;
        string[] hosts = [settings["CRM_KAFKA"].Split(':')[0], ConnectionText.Parse(settings["CRM_POSTGRES"]).Host!, otlp.Host, prometheus.Host];

        Assert.All(hosts, static host => Assert.Contains(host, Compose.Services));
        Assert.Equal(Compose.Silos.Keys.Select(static silo => $"{silo}:{new Uri(Dockerfile.Read().Environment["CRM_URL"]).Port}"), targets.Select(static target => target.Text));
        Assert.EndsWith($":{otlp.Port}", Node.Read("otel/collector.yaml")["receivers"]["otlp"]["protocols"]["grpc"]["endpoint"].Text, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{prometheus.Port}:{prometheus.Port}", Compose.Services["prometheus"]["ports"].Items.Select(static port => port.Text));
        Assert.Equal(settings["CRM_KAFKA"], Compose.Services["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"].Text!.Replace("PLAINTEXT://", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Folders_ThatAreMounted_HaveWhatIsReadThere()
    {
        var read = Compose.Services.Values.SelectMany(static service => service["volumes"].Items).Select(static volume => volume.Text!.Split(':')).Where(static volume => volume[0].StartsWith('.')).ToDictionary(static volume => volume[1], static volume => volume[0]);
        var dashboards = Node.Read("grafana/provisioning/dashboards/crm.yaml")["providers"].Items.Single()["options"]["path"].Text!;
        string[] files = [Argument("prometheus"), Argument("collector")];

        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(Folder.Path, read[Path.GetDirectoryName(file)!], Path.GetFileName(file))), file));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(Folder.Path, read[dashboards]), "*.json"));
        Assert.All((string[])["datasources", "dashboards"], kind => Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(Folder.Path, read["/etc/grafana/provisioning"], kind), "*.yaml")));

        static string Argument(string service) => ConfigFile().Match(Compose.Services[service]["command"].Text!).Groups[1].Value;
    }

    [GeneratedRegex(@"--config (\S+=\S+)")]
    private static partial Regex Setting();

    [GeneratedRegex(@"max_connections=(\d+)")]
    private static partial Regex MaxConnections();

    [GeneratedRegex(@"--config(?:\.file)?=(\S+)")]
    private static partial Regex ConfigFile();
}
