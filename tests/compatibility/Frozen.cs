using System.Reflection;

namespace Crm.Compatibility.Tests;

/// <summary>
/// Files that hold what an earlier build wrote. A test never changes one: with <c>CRM_FREEZE=1</c> it writes those that are missing, which
/// <c>docs/compatibility.md</c> says when to do.
/// </summary>
internal static class Frozen
{
    public static readonly string Root = typeof(Frozen).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "Root").Value!;

    public static bool Writes => Environment.GetEnvironmentVariable("CRM_FREEZE") == "1";

    /// <summary>The file's text.</summary>
    /// <param name="path">Below this project's folder.</param>
    /// <param name="today">What today's code would write.</param>
    public static string Text(string path, Func<string> today)
    {
        var file = Path.Combine(Root, "tests", "compatibility", path);
        if (!File.Exists(file) && Writes)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, today());
        }

        Assert.True(File.Exists(file), $"Nothing is frozen as {path}. Of a new format: run this test with CRM_FREEZE=1 and commit the file.");
        return File.ReadAllText(file);
    }
}
