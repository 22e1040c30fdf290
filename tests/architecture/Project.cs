using System.Xml.Linq;

namespace Crm.Architecture.Tests;

/// <summary>A project file, as it is written.</summary>
internal sealed record Project(string Path)
{
    private readonly XDocument _xml = XDocument.Load(System.IO.Path.Combine(Repository.Root, Path));

    public static IEnumerable<Project> All =>
        Repository.Files().Where(static file => file.EndsWith(".csproj", StringComparison.Ordinal)).Select(static file => new Project(file));

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    public bool IsShipped => !Path.StartsWith("tests", StringComparison.Ordinal);

    public string RootNamespace => _xml.Descendants("RootNamespace").Select(static e => e.Value).FirstOrDefault() ?? Name;

    public IEnumerable<string> Projects => Includes("ProjectReference").Select(static include => System.IO.Path.GetFileNameWithoutExtension(include));

    public IEnumerable<string> Packages => Includes("PackageReference");

    private IEnumerable<string> Includes(string element) =>
        _xml.Descendants(element).Select(static e => e.Attribute("Include")?.Value).OfType<string>();
}
