using System.Reflection;

namespace Crm.Architecture.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = [".git", ".crm", "artifacts", "bin", "obj", "node_modules", "TestResults"];

    public static readonly string Root = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "Root").Value!;

    /// <summary>Every file that belongs to the project, by its path from the root.</summary>
    public static IEnumerable<string> Files(string folder = "") =>
        Walk(Path.Combine(Root, folder)).Select(static file => Path.GetRelativePath(Root, file));

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder)
            .Where(static child => !NotOurs.Contains(Path.GetFileName(child)))
            .SelectMany(Walk));
}
