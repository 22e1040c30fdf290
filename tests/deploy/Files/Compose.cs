using System.Text.RegularExpressions;

namespace Crm.Deploy.Tests.Files;

internal static partial class Compose
{
    /// <summary>Stands for what deploy/.env says.</summary>
    private const string Secret = "a-secret-of-some-length";

    public static Node File { get; } = Node.Read("compose.yaml");

    public static IReadOnlyDictionary<string, Node> Services => File["services"].Members;

    public static IReadOnlyDictionary<string, Node> Silos { get; } = Services.Where(static service => service.Value["image"].Text == "crm-silo").ToDictionary();

    public static IReadOnlyDictionary<string, string> Settings(Node service) =>
        service["environment"].Members.ToDictionary(static pair => pair.Key, static pair => Reference().Replace(pair.Value.Text!, Secret));

    /// <summary>A value that must come from outside: there is none where it is missing.</summary>
    [GeneratedRegex(@"\$\{\w+:\?[^}]+\}")]
    public static partial Regex Reference();
}
