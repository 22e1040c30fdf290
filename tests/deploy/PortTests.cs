namespace Crm.Deploy.Tests;

public class PortTests
{
    private static readonly int Http = new Uri(Dockerfile.Read().Environment["CRM_URL"]).Port;
    private static readonly int Silo = new Node(Kubernetes.Settings()["Crm__Orleans__SiloPort"]).Number;
    private static readonly int Gateway = new Node(Kubernetes.Settings()["Crm__Orleans__GatewayPort"]).Number;
    private static readonly Node Policy = Node.Read("kubernetes/network.yaml")["spec"];

    [Fact]
    public void Image_Ports_AreThoseOfTheSilo() => Assert.Equal([Http, Silo, Gateway], Dockerfile.Read().Ports);

    [Fact]
    public void Pod_Ports_AreThoseOfTheImage()
    {
        var ports = Kubernetes.Silo["ports"].Items.ToDictionary(static port => port["name"].Text!, static port => port["containerPort"].Number);

        Assert.Equal(new() { ["http"] = Http, ["silo"] = Silo, ["gateway"] = Gateway }, ports);
    }

    [Fact]
    public void Services_Ports_AreOneOfThePodsEach()
    {
        Assert.Equal("http", Ports("service")["targetPort"].Text);
        Assert.Equal("gateway", Ports("gateway")["targetPort"].Text);
        Assert.Equal(Gateway, Ports("gateway")["port"].Number); // what it names is asked at its own port, for it has no address

        static Node Ports(string service) => Assert.Single(Node.Read($"kubernetes/{service}.yaml")["spec"]["ports"].Items);
    }

    [Fact]
    public void Compose_PublishedPorts_AreHttpOnThisMachineOnly()
    {
        var published = Compose.Services.SelectMany(static service => service.Value["ports"].Items.Select(port => (service.Key, Parts: port.Text!.Split(':')))).ToList();

        Assert.All(published, static port => Assert.Equal("127.0.0.1", port.Parts[0]));
        Assert.All(published.Where(static port => Compose.Silos.ContainsKey(port.Key)), static port => Assert.Equal($"{Http}", port.Parts[2]));
        Assert.Equal(Compose.Silos.Keys, published.Select(static port => port.Key).Where(Compose.Silos.ContainsKey));
        Assert.Equal(published.Count, published.Select(static port => port.Parts[1]).Distinct().Count());
    }

    [Fact]
    public void NetworkPolicy_PortsOfOrleans_AreForSilosAndClientsOnly()
    {
        Assert.Equal(["Ingress", "Egress"], Policy["policyTypes"].Items.Select(static type => type.Text));
        Assert.Equal(["app.kubernetes.io/name=crm-silo"], Senders(Silo));
        Assert.Equal(["app.kubernetes.io/name=crm-silo", "crm/client=true"], Senders(Gateway));
        Assert.Equal(["kubernetes.io/metadata.name=ingress-nginx", "kubernetes.io/metadata.name=monitoring"], Senders(Http));
        Assert.All(Policy["ingress"].Items, static rule => Assert.NotEmpty(rule["from"].Items)); // without it everybody may
    }

    [Fact]
    public void NetworkPolicy_WhereSilosGo_IsAllowed()
    {
        var anywhere = Policy["egress"].Items.Where(static rule => rule["to"].Items.Count == 0).SelectMany(Ports).ToList();
        var settings = Kubernetes.Settings();

        Assert.Equal([53, 53, 5432, new Node(settings["CRM_KAFKA"].Split(':')[1]).Number, new Uri(settings["OTEL_EXPORTER_OTLP_ENDPOINT"]).Port], anywhere);
        Assert.Equal([Silo, Gateway], Ports(Policy["egress"].Items.Single(static rule => rule["to"].Items.Any(static to => to["podSelector"].Value is not null))));
    }

    private static IEnumerable<string> Senders(int port) => Policy["ingress"].Items.Where(rule => Ports(rule).Contains(port))
        .SelectMany(static rule => rule["from"].Items).SelectMany(static from => Labels(from["podSelector"]).Concat(Labels(from["namespaceSelector"])));

    private static IEnumerable<string> Labels(Node selector) => selector["matchLabels"].Members.Select(static label => $"{label.Key}={label.Value.Text}");

    private static IEnumerable<int> Ports(Node rule) => rule["ports"].Items.Select(static port => port["port"].Number);
}
