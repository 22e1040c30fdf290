namespace Crm.Compatibility.Tests;

/// <summary>One form in which something is sent or stored.</summary>
/// <param name="Folder">Wire or Stored.</param>
/// <param name="Name">Of its files.</param>
/// <param name="Today">Samples with everything in them, as today's code writes them: text, or bytes in hexadecimal.</param>
/// <param name="Read">What today's code makes of one.</param>
/// <param name="Again">Reads a sample and writes it again; null where we only write, then the same samples are written again.</param>
/// <param name="Fixed">Whether there never is another version.</param>
internal sealed record Format(string Folder, string Name, Func<IEnumerable<string>> Today, Func<string, object?> Read, Func<string, string>? Again = null, bool Fixed = false)
{
    /// <summary>One that nobody writes any more: its file stays, and is read.</summary>
    public static Format Former(string name, Func<string, object?> read) => new("Stored", name, static () => [], read, static line => line);

    /// <summary>Fails where today's code writes otherwise than the newest version that is frozen.</summary>
    public void AssertIsWritten()
    {
        var file = Frozen.Newest(this);
        if (Frozen.Writes && !Fixed && file.Samples(this).Any() && !IsWritten(file))
        {
            file = file with { Version = file.Version + 1 };
        }

        Assert.True(IsWritten(file), $"{Name} is written otherwise than in {file.Path}:\n{string.Join('\n', Written(file).Take(3))}\nWhere that is meant, freeze it as the next version: run this test with CRM_FREEZE=1.");
    }

    private bool IsWritten(Frozen file) => !Written(file).Any();

    /// <summary>What today's code writes that is not so in the file.</summary>
    private IEnumerable<string> Written(Frozen file)
    {
        var samples = file.Samples(this).Select(static sample => sample.Written).ToList();
        var now = (Again is null ? Today() : samples.Select(Again)).ToList();
        return now.Where((line, place) => place >= samples.Count || line != samples[place]).Concat(samples.Skip(now.Count).Select(static line => $"Nothing for {line}"));
    }
}
