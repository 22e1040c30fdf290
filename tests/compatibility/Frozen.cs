using System.Globalization;
using System.Reflection;

namespace Crm.Compatibility.Tests;

/// <summary>
/// A file with what one version wrote: for each sample a line that says its content, and one as it was written. A test never changes one;
/// with <c>CRM_FREEZE=1</c> it writes those that are missing, and <c>docs/compatibility.md</c> says when to do that.
/// </summary>
/// <param name="Folder">Wire or Stored.</param>
/// <param name="Version">1 is that of the first release.</param>
/// <param name="Name">Of the <see cref="Format"/>.</param>
internal sealed record Frozen(string Folder, int Version, string Name)
{
    public static readonly string Root = typeof(Frozen).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "Root").Value!;

    public static bool Writes => Environment.GetEnvironmentVariable("CRM_FREEZE") == "1";

    /// <summary>From the checkout's root.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"tests/compatibility/{Folder}/v{Version}/{Name}.txt");

    public static IEnumerable<Frozen> All(string folder) => Directory.GetFiles(System.IO.Path.Combine(Root, "tests", "compatibility", folder), "*.txt", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(file => new Frozen(
            folder, int.Parse(System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(file))![1..], CultureInfo.InvariantCulture), System.IO.Path.GetFileNameWithoutExtension(file)));

    /// <summary>The newest of the format, whether it is there or the first is still to be written.</summary>
    public static Frozen Newest(Format format) =>
        All(format.Folder).Where(file => file.Name == format.Name).OrderByDescending(static file => file.Version).FirstOrDefault() ?? new(format.Folder, 1, format.Name);

    /// <param name="format">Whose samples are frozen where nothing is yet.</param>
    public IEnumerable<(string Content, string Written)> Samples(Format? format = null)
    {
        var file = System.IO.Path.Combine(Root, Path);
        if (format is not null && Writes && !File.Exists(file))
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            File.WriteAllText(file, string.Concat(format.Today().Select(written => $"{Content(format, written)}\n{written}\n")));
        }

        Assert.True(File.Exists(file), $"Nothing is frozen as {Path}. Of a new format: run this test with CRM_FREEZE=1 and commit the file.");
        return File.ReadAllText(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Chunk(2).Select(static pair => (pair[0], pair[1]));
    }

    /// <summary>Fails where today's code reads something else.</summary>
    public void AssertIsRead(Format format)
    {
        var samples = Samples().ToList();
        Assert.NotEmpty(samples);
        foreach (var (content, written) in samples)
        {
            Tests.Content.AssertHolds(Path, Content(format, written), content);
        }
    }

    private static string Content(Format format, string written) => Tests.Content.Text(format.Read(written));
}
