namespace Crm.Deploy.Tests.Files;

/// <summary>The lines of a Dockerfile: a word and what it is said of, continued lines as one.</summary>
internal sealed record Dockerfile(IReadOnlyList<(string Word, string Text)> Lines)
{
    /// <summary>Those of the image itself, not of the stages before it.</summary>
    public IEnumerable<(string Word, string Text)> Image => Lines.Skip(Lines.Select(static (line, index) => (line.Word, index)).Last(static line => line.Word == "FROM").index);

    public IReadOnlyDictionary<string, string> Environment => Image.Where(static line => line.Word == "ENV")
        .SelectMany(static line => line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(static pair => pair.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1].Trim('"'));

    public IEnumerable<int> Ports => Only("EXPOSE").Split(' ').Select(int.Parse);

    public static Dockerfile Read() => new([.. Folder.Text("Dockerfile").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
        .Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line.Split(' ', 2)).Select(static line => (line[0], line[1]))]);

    public string Only(string word) => Image.Single(line => line.Word == word).Text;
}
