using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Crm.Architecture.Tests;

public class ReferenceTests
{
    public static TheoryData<string> Shipped => [.. Project.All.Where(static p => p.IsShipped).Select(static p => p.Name)];

    public static TheoryData<string> Built => [.. BuiltNames];

    private static IEnumerable<string> BuiltNames => Layers.MayReference.Keys.Where(static name => File.Exists(Assembly(name)));

    [Theory, MemberData(nameof(Shipped))]
    public void Project_References_PointUpTheTable(string name)
    {
        var project = Project.All.Single(p => p.Name == name);

        Assert.True(Layers.MayReference.TryGetValue(name, out var allowed), $"{project.Path} has no line in the design's table");
        Assert.Empty(project.Projects.Except(allowed!));
    }

    [Theory, MemberData(nameof(Shipped))]
    public void Project_Packages_AreItsOwnToUse(string name)
    {
        var project = Project.All.Single(p => p.Name == name);

        Assert.All(project.Packages, package => Assert.Contains(name, Users(package) ?? [name]));
    }

    [Theory, MemberData(nameof(Built))]
    public void Assembly_References_PointUpTheTable(string name)
    {
        var references = References(name);
        var ours = references.Where(static r => r.StartsWith("Crm.", StringComparison.Ordinal) && r != "Crm.Embedded");

        Assert.Empty(ours.Except(Layers.MayReference[name]));
        if (!Layers.OnTheEngine.Contains(name))
            Assert.DoesNotContain(references, static r => r == "Crm.Embedded" || r.StartsWith("Orleans", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Built))]
    public void Assembly_WhatIsNotTheBaseLibrary_IsItsOwnToUse(string name)
    {
        foreach (var reference in References(name).Where(static r => !IsBase(r)))
        {
            var users = Users(reference);
            Assert.True(users is not null, $"{name} references {reference}, which no project may");
            Assert.Contains(name, users);
        }
    }

    [Fact]
    public void Assemblies_OfEverythingThatTheSiloRuns_WereLookedAt() =>
        Assert.Superset(Layers.OnTheEngine.Append("Crm.Cli").Append("Crm.Client").ToHashSet(), BuiltNames.ToHashSet());

    private static bool IsBase(string reference) =>
        Users(reference) is null && (reference.StartsWith("System", StringComparison.Ordinal) || reference is "netstandard" or "mscorlib"
            || reference.StartsWith("Crm.", StringComparison.Ordinal) || reference.StartsWith("Orleans", StringComparison.Ordinal));

    private static string[]? Users(string reference) =>
        Layers.Outside.Where(pair => reference == pair.Key || reference.StartsWith(pair.Key + ".", StringComparison.Ordinal)).Select(static pair => pair.Value).FirstOrDefault();

    private static string Assembly(string name) => Path.Combine(AppContext.BaseDirectory, name + ".dll");

    private static string[] References(string name)
    {
        using var file = new PEReader(File.OpenRead(Assembly(name)));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
