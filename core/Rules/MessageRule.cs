namespace Crm.Core.Rules;

/// <summary>How often the customer did that with a message within the window; no window is ever.</summary>
/// <param name="Action">What was done.</param>
/// <param name="Message">Its id; null for any.</param>
/// <param name="Link">The address in it, of <see cref="MessageAction.Clicked"/> only; null for any.</param>
/// <param name="Times">How often.</param>
/// <param name="Window">When.</param>
public sealed record MessageRule(MessageAction Action, string? Message, string? Link, Times Times, Window? Window) : Rule;

public enum MessageAction { Received, Opened, Clicked, Bounced, Unsubscribed }

/// <summary>How often the customer sent the form in within the window; no window is ever.</summary>
public sealed record FormRule(string Form, Times Times, Window? Window) : Rule;
