using System.Globalization;

namespace Crm.Compatibility.Tests.Wire;

/// <summary>What one message looked like in one version: for each sample a line that says its content and one of its bytes.</summary>
/// <param name="Version">1 is that of the first release.</param>
/// <param name="Name">The message's alias, or <c>call.</c> with those of interface and method.</param>
internal sealed record FrozenFile(int Version, string Name)
{
    private static readonly string Folder = System.IO.Path.Combine(Frozen.Root, "tests", "compatibility", "Wire");

    public string Path => string.Create(CultureInfo.InvariantCulture, $"Wire/v{Version}/{Name}.txt");

    public static FrozenFile[] All => [.. Directory.GetFiles(Folder, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(static file => new FrozenFile(
        int.Parse(System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(file))![1..], CultureInfo.InvariantCulture), System.IO.Path.GetFileNameWithoutExtension(file)))];

    public static int Newest(string name) => All.Where(file => file.Name == name).Select(static file => file.Version).DefaultIfEmpty(0).Max();

    /// <param name="samples">To be frozen where nothing is yet.</param>
    public IEnumerable<(string Content, byte[] Bytes)> Read(Func<IEnumerable<object?>>? samples = null)
    {
        var lines = Frozen.Text(Path, () => string.Concat((samples?.Invoke() ?? []).Select(static sample => $"{Wired.Text(Calls.Shown(sample))}\n{Convert.ToHexStringLower(Bytes(sample))}\n")))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Chunk(2).Select(static pair => (pair[0], Convert.FromHexString(pair[1])));
    }

    /// <summary>As an object: with the name by which another silo finds its type.</summary>
    public static byte[] Bytes(object? value) => Wired.Serializer.SerializeToArray(value);

    public static object? Value(byte[] bytes) => Wired.Serializer.Deserialize<object?>(bytes);
}
