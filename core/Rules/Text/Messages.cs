namespace Crm.Core.Rules.Text;

/// <summary>The words of messages and forms in both forms.</summary>
internal static class Messages
{
    public static readonly (MessageAction Action, string Text, string Json)[] All =
    [
        (MessageAction.Received, "received", "received"), (MessageAction.Opened, "opened", "opened"), (MessageAction.Clicked, "clicked", "clicked"),
        (MessageAction.Bounced, "bounced", "bounced"), (MessageAction.Unsubscribed, "unsubscribed from", "unsubscribed"),
    ];

    public static string Print(MessageRule rule)
    {
        var link = rule.Link is { } address ? $" link {Quoted.Print(address)} of" : "";
        var message = rule.Message is { } id ? $"message {Quoted.Print(id)}" : "any message";
        return $"{Array.Find(All, form => form.Action == rule.Action).Text}{link} {message}{TimesParser.Print(rule.Times)}{Windows.Print(rule.Window)}";
    }

    public static string Print(FormRule rule) => $"submitted form {Quoted.Print(rule.Form)}{TimesParser.Print(rule.Times)}{Windows.Print(rule.Window)}";
}
