using System.Xml.Linq;
using Crm.TestSupport;

namespace Crm.Deploy.Tests;

public class ImageTests
{
    private static readonly Dockerfile File = Dockerfile.Read();

    [Fact]
    public void Build_OfTheImage_IsOfTheSiloOnOrleans()
    {
        var build = File.Lines.Single(static line => line.Text.Contains("dotnet publish", StringComparison.Ordinal)).Text;

        Assert.Contains(" publish silo/Crm.Silo.csproj ", build, StringComparison.Ordinal);
        Assert.Contains(" -p:ActorEngine=Orleans ", build, StringComparison.Ordinal);
        Assert.Equal($"""["dotnet", "{typeof(Crm.Silo.Configuration.SiloOptions).Assembly.GetName().Name}.dll"]""", File.Only("ENTRYPOINT"));
    }

    [Fact]
    public void User_OfTheImage_IsNotRootAndThePods()
    {
        var pod = Kubernetes.Pod["spec"]["securityContext"];

        Assert.True(new Node(File.Only("USER")).Number > 0);
        Assert.Equal(File.Only("USER"), pod["runAsUser"].Text);
        Assert.Equal("true", pod["runAsNonRoot"].Text);
    }

    [Fact]
    public void Context_OfTheBuild_HasTheConsoleTheSilosProjectsAndNothingElse()
    {
        var lines = System.IO.File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore"));
        var wanted = new SortedSet<string>();
        Follow("silo/Crm.Silo.csproj", wanted);

        Assert.Contains("*", lines);
        Assert.Equal(wanted.Select(static project => Path.GetDirectoryName(project)!).Append("console").Concat(Directory.EnumerateFiles(Repository.Root, "Directory.*").Select(static file => Path.GetFileName(file))).Order(),
            lines.Where(static line => line.StartsWith('!')).Select(static line => line[1..]).Order());
    }

    [Fact]
    public void Images_OfOthers_HaveAVersion() =>
        Assert.All(Compose.Services.Values.Select(static service => service["image"].Text!).Where(static image => image != "crm-silo"), static image => Assert.Matches(@":v?\d", image));

    private static void Follow(string project, SortedSet<string> found)
    {
        if (!found.Add(project))
        {
            return;
        }

        foreach (var reference in XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("ProjectReference"))
        {
            Follow(Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(project)!, reference.Attribute("Include")!.Value))), found);
        }
    }
}
