using System.Globalization;
using Crm.TestSupport;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Crm.Deploy.Tests.Files;

/// <summary>A place in a YAML file. What is not there is empty, so that a path needs no check on its way.</summary>
internal readonly record struct Node(object? Value)
{
    public IReadOnlyList<Node> Items => Value is List<object> list ? [.. list.Select(static item => new Node(item))] : [];

    public IReadOnlyDictionary<string, Node> Members =>
        Value is Dictionary<object, object> map ? map.ToDictionary(static pair => (string)pair.Key, static pair => new Node(pair.Value)) : new();

    public string? Text => Value as string;

    public int Number => int.Parse(Text ?? throw new InvalidDataException("There is no number here."), CultureInfo.InvariantCulture);

    public Node this[string name] => Members.TryGetValue(name, out var member) ? member : default;

    /// <param name="path">From <c>deploy/</c>.</param>
    public static Node Read(string path) => Parse(Folder.Text(path));

    public static Node Parse(string text) => new(new DeserializerBuilder().Build().Deserialize<object>(new MergingParser(new Parser(new StringReader(text)))));
}

internal static class Folder
{
    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, "deploy");

    public static string Text(string path) => File.ReadAllText(System.IO.Path.Combine(Path, path));
}
