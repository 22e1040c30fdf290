namespace Crm.Core.Rules.Text;

/// <summary>Names that belong to the language but that no customer has yet: rejected by name.</summary>
internal static class NotYet
{
    public static string Message(string name) => $"'{name}' is not available yet";
}
