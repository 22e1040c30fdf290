using System.Text.RegularExpressions;

namespace Crm.Deploy.Tests;

public partial class KubernetesTests
{
    private const string Label = "app.kubernetes.io/name";

    private static readonly Node Scaling = Node.Read("kubernetes/autoscaling.yaml")["spec"];

    [Fact]
    public void Manifests_AllThereAre_AreApplied()
    {
        var manifests = Directory.EnumerateFiles(Path.Combine(Folder.Path, "kubernetes"), "*.yaml").Select(static file => $"kubernetes/{Path.GetFileName(file)}")
            .Where(static file => Node.Read(file) is var node && node["kind"].Text is not (null or "Kustomization"));

        Assert.Equal(manifests.Order(), Kubernetes.Manifests.Order());
    }

    [Fact]
    public void Selectors_OfAllManifests_FindThePods()
    {
        var pod = Kubernetes.Pod["metadata"]["labels"][Label].Text;
        var prometheus = Node.Read("kubernetes/prometheus.yaml")["scrape_configs"].Items.Single();

        Assert.Equal(pod, Node.Read("kubernetes/deployment.yaml")["spec"]["selector"]["matchLabels"][Label].Text);
        Assert.Equal(pod, Node.Read("kubernetes/disruption.yaml")["spec"]["selector"]["matchLabels"][Label].Text);
        Assert.Equal(pod, Node.Read("kubernetes/network.yaml")["spec"]["podSelector"]["matchLabels"][Label].Text);
        Assert.Equal(pod, Node.Read("kubernetes/service.yaml")["spec"]["selector"][Label].Text);
        Assert.Equal(pod, Node.Read("kubernetes/gateway.yaml")["spec"]["selector"][Label].Text);
        Assert.All(Kubernetes.Pod["spec"]["topologySpreadConstraints"].Items, spread => Assert.Equal(pod, spread["labelSelector"]["matchLabels"][Label].Text));
        Assert.Equal($"{pod};http", prometheus["relabel_configs"].Items[0]["regex"].Text);
        Assert.Equal(Node.Read("kubernetes/kustomization.yaml")["namespace"].Text, Assert.Single(prometheus["kubernetes_sd_configs"].Items)["namespaces"]["names"].Items.Single().Text);
        Assert.Equal(Node.Read("kubernetes/deployment.yaml")["metadata"]["name"].Text, Scaling["scaleTargetRef"]["name"].Text);
    }

    [Fact]
    public void Autoscaling_Lag_IsServedByTheAdapterFromWhatPrometheusHas()
    {
        var adapter = Node.Read("kubernetes/adapter-values.yaml")["rules"]["external"].Items.Single();
        var series = Series().Match(adapter["seriesQuery"].Text!);
        var given = Node.Read("kubernetes/prometheus.yaml")["scrape_configs"].Items.Single()["relabel_configs"].Items.Select(static rule => rule["target_label"].Text);

        Assert.Equal(Scaling["metrics"].Items.Single(static metric => metric["type"].Text == "External")["external"]["metric"]["name"].Text, series.Groups[1].Value);
        Assert.Contains(series.Groups[2].Value, given);
        Assert.Contains(series.Groups[2].Value, adapter["resources"]["overrides"].Members.Keys);
    }

    [Fact]
    public void Autoscaling_AtItsMost_HasAPartitionForEachSilo()
    {
        var partitions = new Node(Kubernetes.Settings()["CRM_PARTITIONS"]).Number;

        Assert.InRange(Scaling["maxReplicas"].Number, Scaling["minReplicas"].Number, partitions);
        Assert.True(Scaling["minReplicas"].Number > Node.Read("kubernetes/disruption.yaml")["spec"]["maxUnavailable"].Number);
    }

    [Fact]
    public void Updates_OfSilos_TakeOneAtATime()
    {
        var update = Node.Read("kubernetes/deployment.yaml")["spec"]["strategy"]["rollingUpdate"];

        Assert.Equal((1, 0), (update["maxSurge"].Number, update["maxUnavailable"].Number));
    }

    [GeneratedRegex("""^(\w+)\{(\w+)!=""\}$""")]
    private static partial Regex Series();
}
