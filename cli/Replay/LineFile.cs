using System.IO.Compression;

namespace Crm.Cli.Replay;

/// <summary>The lines of a text file, packed by gzip or not; which it is shows in its first bytes, whatever its name.</summary>
internal static class LineFile
{
    public static IEnumerable<string> Lines(string path)
    {
        using var file = File.OpenRead(path);
        using var text = new StreamReader(IsPacked(file) ? new GZipStream(file, CompressionMode.Decompress) : file);
        while (text.ReadLine() is { } line)
            yield return line;
    }

    private static bool IsPacked(FileStream file)
    {
        var packed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return packed;
    }
}
