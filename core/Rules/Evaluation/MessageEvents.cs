using System.Collections.Immutable;
using Crm.Core.Values;

namespace Crm.Core.Rules.Evaluation;

/// <summary>
/// The events that say what a customer did with a message or form: of e-mail (https://segment.com/docs/connections/spec/email/) and push
/// (https://segment.com/docs/connections/spec/mobile/) as there, of SMS and WhatsApp in the same manner, and of a message however it came.
/// </summary>
internal static class MessageEvents
{
    /// <summary>Properties of which any can hold a message's id.</summary>
    public static readonly ImmutableArray<string> Ids = ["message_id", "email_id", "campaign_id"];

    public const string Link = "link_url";
    public const string Form = "form_id";

    public static readonly ImmutableArray<string> FormEvents = ["Form Submitted"];

    public static ImmutableArray<string> Of(MessageAction action) => action switch
    {
        MessageAction.Received => ["Email Delivered", "SMS Delivered", "WhatsApp Delivered", "Push Notification Received", "Message Received"],
        MessageAction.Opened => ["Email Opened", "WhatsApp Read", "Push Notification Tapped", "Message Opened"],
        MessageAction.Clicked => ["Email Link Clicked", "SMS Link Clicked", "WhatsApp Link Clicked", "Push Notification Tapped", "Message Clicked"],
        MessageAction.Bounced => ["Email Bounced", "SMS Bounced", "WhatsApp Bounced", "Push Notification Bounced", "Message Bounced"],
        _ => ["Unsubscribed", "Email Unsubscribed", "SMS Unsubscribed", "WhatsApp Unsubscribed"],
    };

    /// <summary>The same as a rule about events.</summary>
    public static DidRule AsEvents(MessageRule rule)
    {
        ImmutableArray<Predicate> conditions =
        [
            .. rule.Message is { } message ? [new AnyPredicate([.. Ids.Select(id => Is(id, message))])] : ImmutableArray<Predicate>.Empty,
            .. rule.Link is { } link ? [Is(Link, link)] : ImmutableArray<Predicate>.Empty,
        ];
        return new(new(Of(rule.Action), conditions.IsEmpty ? null : new AllPredicate(conditions)), rule.Times, rule.Window);
    }

    /// <inheritdoc cref="AsEvents(MessageRule)"/>
    public static DidRule AsEvents(FormRule rule) => new(new(FormEvents, Is(Form, rule.Form)), rule.Times, rule.Window);

    private static PropertyPredicate Is(string property, string value) =>
        new PropertyPredicate(property, new(ComparisonOperator.Equal) { Value = Value.Of(value) });
}
