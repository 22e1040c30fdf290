using System.Text.Json;
using Crm.Core.Rules.Text;

namespace Crm.Core.Rules.Json;

/// <summary>Rules about messages and forms.</summary>
internal sealed class MessageReader(Errors errors, WindowReader windows)
{
    private static readonly string[] Actions = [.. Messages.All.Select(static form => form.Json)];

    public MessageRule Message(Node node)
    {
        errors.ExpectMembers(node, "message", "id", "link", "times", "window");
        errors.Among(node["message"], Actions);
        var action = Array.Find(Messages.All, form => form.Json == node["message"]!.Text).Action;
        if (node["link"] is { } misplaced && action != MessageAction.Clicked)
        {
            errors.Fail(misplaced, misplaced.NamePosition, misplaced.NameLength, "Only what is clicked has a 'link'");
        }

        return new(action, Optional(node, "id", "a message's id"), Optional(node, "link", "a link's address"), TimesReader.Read(errors, node["times"]), windows.Read(node["window"]));
    }

    public FormRule Form(Node node)
    {
        errors.ExpectMembers(node, "form", "times", "window");
        return new(errors.NeededText(node, "form", "a form's id"), TimesReader.Read(errors, node["times"]), windows.Read(node["window"]));
    }

    /// <summary>Nothing and null are any.</summary>
    private string? Optional(Node node, string name, string expected) =>
        node[name] is null or { Kind: JsonTokenType.Null } ? null : errors.NeededText(node, name, expected);
}
