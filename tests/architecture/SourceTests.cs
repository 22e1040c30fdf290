using System.Text.RegularExpressions;

namespace Crm.Architecture.Tests;

public partial class SourceTests
{
    /// <summary>The part of Orleans' API that grains and hosts use, under the names that Orleans gives it.</summary>
    private static readonly string[] ForeignNames = ["embedded/Api/", "embedded/Engine/EmbeddedActors.cs"];

    /// <summary>Spelt in parts: this file is looked at too.</summary>
    private static readonly string[] Forbidden = ["/wo" + "rk/", "/ro" + "ot/"];

    private static readonly string[] Text = [".cs", ".csproj", ".props", ".targets", ".sh", ".md", ".json", ".sql", ".py", ".html", ".js", ".css", ".yml", ".yaml", ""];

    public static TheoryData<string> Projects => [.. Project.All.Select(static p => p.Path)];

    [Theory, MemberData(nameof(Projects))]
    public void Namespaces_OfEveryFile_AreItsFolder(string path)
    {
        var project = new Project(path);
        var others = Project.All.Select(static p => p.Folder).Where(f => f != project.Folder && f.StartsWith(project.Folder + "/", StringComparison.Ordinal)).ToList();
        foreach (var file in Repository.Files(project.Folder).Where(static f => f.EndsWith(".cs", StringComparison.Ordinal)))
        {
            if (others.Exists(f => file.StartsWith(f + "/", StringComparison.Ordinal)) || ForeignNames.Any(name => file.StartsWith(name, StringComparison.Ordinal)))
                continue;
            var folder = Path.GetDirectoryName(Path.GetRelativePath(project.Folder, file))!;
            var expected = folder.Length == 0 ? project.RootNamespace : $"{project.RootNamespace}.{folder.Replace('/', '.')}";
            var found = NamespaceLine().Match(File.ReadAllText(Path.Combine(Repository.Root, file)));
            Assert.True(!found.Success || found.Groups[1].Value == expected, $"{file}: namespace {found.Groups[1].Value}, not {expected}");
        }
    }

    [Fact]
    public void Files_All_NameNoMachine()
    {
        foreach (var file in Repository.Files().Where(static f => Text.Contains(Path.GetExtension(f))))
        {
            var text = File.ReadAllText(Path.Combine(Repository.Root, file));
            Assert.All(Forbidden, word => Assert.False(text.Contains(word, StringComparison.Ordinal), $"{file} names {word}"));
        }
    }

    [Fact]
    public void Solution_EveryProject_IsInIt()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Crm.Orleans.sln")).Replace('\\', '/');

        Assert.All(Project.All, project => Assert.Contains($"\"{project.Path}\"", solution, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
