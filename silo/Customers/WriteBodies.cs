using System.Text.Json;
using Crm.Core.Customers;
using Crm.Core.Profiles;
using Crm.Core.Time;
using Crm.Silo.Http;

namespace Crm.Silo.Customers;

/// <param name="Set">Fields and traits by name, with any JSON value.</param>
/// <param name="Unset">Names of those to remove.</param>
internal sealed record TraitsBody(Dictionary<string, JsonElement>? Set = null, IReadOnlyList<string>? Unset = null)
{
    public List<FieldError> Check()
    {
        var errors = new List<FieldError>();
        var names = (Set ?? []).Keys.Concat(Unset ?? []).ToList();
        if (names.Count == 0)
        {
            errors.Add(new("set", "Neither \"set\" nor \"unset\" names anything."));
        }

        if (names.FirstOrDefault(static name => !Text.IsUsable(name, CustomerLimits.TraitNameLength)) is not null)
        {
            errors.Add(new("set", $"Names have 1 to {CustomerLimits.TraitNameLength} characters."));
        }

        foreach (var both in (Unset ?? []).Where(name => name is not null && Set?.ContainsKey(name) == true))
        {
            errors.Add(new("unset", $"\"{both}\" is set as well."));
        }

        return errors;
    }
}

/// <param name="With">The other customer: u:… or a:….</param>
internal sealed record MergeBody(string? With)
{
    public List<FieldError> Check() =>
        With is not null && CustomerId.IsValid(With) ? [] : [new("with", "Must be u: and a user id, or a: and an anonymous id.")];
}

/// <param name="Add">Tags to add; comparing ignores case.</param>
/// <param name="Remove">Tags to remove.</param>
internal sealed record TagsBody(IReadOnlyList<string>? Add = null, IReadOnlyList<string>? Remove = null)
{
    public List<FieldError> Check()
    {
        var errors = new List<FieldError>();
        if ((Add?.Count ?? 0) + (Remove?.Count ?? 0) is 0 or > CustomerLimits.Tags)
        {
            errors.Add(new("add", $"\"add\" and \"remove\" together name 1 to {CustomerLimits.Tags} tags."));
        }

        Check("add", Add, errors);
        Check("remove", Remove, errors);
        return errors;
    }

    private static void Check(string name, IReadOnlyList<string>? tags, List<FieldError> errors)
    {
        if (tags?.Any(static tag => !Text.IsUsable(tag, CustomerLimits.TagLength)) == true)
        {
            errors.Add(new(name, $"Tags have 1 to {CustomerLimits.TagLength} characters."));
        }
        else if (tags?.Any(ListTags.IsList) == true)
        {
            errors.Add(new(name, $"Tags that begin with {ListTags.Prefix} are lists: POST /api/v1/lists/{{id}}/members puts customers on them."));
        }
    }
}

/// <param name="Channel">email, sms, whatsapp, push, phone, post, chat or social.</param>
/// <param name="State">granted or denied.</param>
/// <param name="Purpose">Default marketing; up to 128 characters, without regard to case.</param>
/// <param name="Source">Where the customer said so; up to 128 characters.</param>
/// <param name="Version">Of the text that the customer saw; up to 128 characters.</param>
/// <param name="At">When; default now. The newest counts.</param>
internal sealed record PutConsentBody(string? Channel, string? State, string? Purpose = null, string? Source = null, string? Version = null, Instant? At = null)
{
    public List<FieldError> Check(Instant now)
    {
        var errors = new List<FieldError>();
        if (At is { } at && (at > now || at < Instant.Min))
        {
            errors.Add(new("at", "Must be an instant from 1970 to now."));
        }

        if (Channel is null || ContactChannels.Find(Channel) == ContactChannel.None)
        {
            errors.Add(new("channel", $"Must be one of {string.Join(", ", ContactChannels.Names)}."));
        }

        if (State is null || ContactChannels.State(State) is null or ConsentState.Unknown)
        {
            errors.Add(new("state", "Must be granted or denied."));
        }

        foreach (var (name, text) in (ReadOnlySpan<(string, string?)>)[("purpose", Purpose), ("source", Source), ("version", Version)])
        {
            if (text is not null && (!Text.IsUsable(text, ContactChannels.TextLength) || string.IsNullOrWhiteSpace(text)))
            {
                errors.Add(new(name, $"Must be text of 1 to {ContactChannels.TextLength} characters."));
            }
        }

        return errors;
    }
}

/// <summary>The log has the record.</summary>
/// <param name="Applied">With <c>?wait=applied</c>: whether its effects could be read when this was answered; else null.</param>
internal sealed record WriteAnswer(bool? Applied);
