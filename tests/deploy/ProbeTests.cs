using Crm.Deploy.Tests.Silo;
using Crm.Ingest.Kafka;
using Crm.Postgres;
using Microsoft.Extensions.Hosting;

namespace Crm.Deploy.Tests;

public class ProbeTests
{
    [Theory]
    [InlineData("startupProbe", "/health/live")]
    [InlineData("livenessProbe", "/health/live")]
    [InlineData("readinessProbe", "/health/ready")]
    public async Task Probe_OfAPod_AsksWhatTheSiloAnswers(string probe, string path)
    {
        await using var silo = new ComposedSilo(Kubernetes.Settings());
        var asked = Kubernetes.Silo[probe]["httpGet"];

        Assert.Equal(path, asked["path"].Text);
        Assert.Equal("http", asked["port"].Text);
        Assert.Contains(path, silo.Routes);
        Assert.Contains("/metrics", silo.Routes); // what Prometheus asks where nothing is said
    }

    [Fact]
    public async Task StartupProbe_Patience_IsLongerThanTheSiloWaits()
    {
        await using var silo = new ComposedSilo(Kubernetes.Settings());

        Assert.True(Patience("startupProbe") > silo.Options<PostgresOptions>().StartTimeout + silo.Options<KafkaOptions>().StartTimeout);
    }

    [Fact]
    public async Task ReadinessProbe_Patience_OutlastsAPartitionThatMoves()
    {
        await using var silo = new ComposedSilo(Kubernetes.Settings());

        Assert.True(Patience("readinessProbe") > silo.Options<KafkaOptions>().DrainTimeout + silo.Options<KafkaOptions>().SessionTimeout);
    }

    [Fact]
    public async Task GracePeriods_OfAllThatRunsSilos_AreLongerThanASiloTakesToStop()
    {
        await using var silo = new ComposedSilo(Kubernetes.Settings());
        var (stop, drain) = (silo.Options<HostOptions>().ShutdownTimeout, silo.Options<KafkaOptions>().DrainTimeout);
        var before = Kubernetes.Silo["lifecycle"]["preStop"]["sleep"]["seconds"].Number;

        Assert.True(stop > drain, $"Stops within {stop}, drains within {drain}.");
        Assert.True(TimeSpan.FromSeconds(Kubernetes.Pod["spec"]["terminationGracePeriodSeconds"].Number - before) > stop);
        Assert.All(Compose.Silos.Values, service => Assert.True(TimeSpan.FromSeconds(new Node(service["stop_grace_period"].Text!.TrimEnd('s')).Number) > stop));
    }

    private static TimeSpan Patience(string probe) => TimeSpan.FromSeconds(Kubernetes.Silo[probe]["periodSeconds"].Number * Kubernetes.Silo[probe]["failureThreshold"].Number);
}
