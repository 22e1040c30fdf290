using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Identity;
using Crm.Core.Profiles;

namespace Crm.Core.Customers;

/// <summary>How homes find out that they are one person: what a customer's own events say is told to the homes that it concerns.</summary>
public sealed partial class Customer
{
    private IdentityState? _identity; // null: never a word of anybody else
    private Heard _heard; // of the record at hand

    [Flags]
    private enum Heard : byte { Nothing = 0, Device = 1, Email = 2, Phone = 4, ExternalIds = 8, Alias = 16 }

    /// <summary>The customer that this one is a part of; null for one that stands by itself.</summary>
    public string? Into => _identity?.Into;

    /// <summary>Whether there is something to store: also of one that is a part of another, or was erased.</summary>
    public bool IsStored => HasState || _erasure is not null;

    private bool HasState => Exists || _identity is not null;

    private IdentitySettings Joining => _definitions.Set.Profile.Identity;

    // What the event says of who this is, told to the homes that it concerns.
    private void Identify(in CustomerRecord record, List<Effect> effects)
    {
        var (e, heard) = (record.Event, _heard);
        _heard = Heard.Nothing;
        if ((heard & Heard.Device) != 0 && Joining.Joins(IdentifierKind.AnonymousId))
        {
            LinkDevice($"a:{e.AnonymousId}", record, effects);
        }

        if ((heard & Heard.Alias) != 0)
        {
            ReadAlias(record, effects);
        }

        if (e.IsPublic)
        {
            return; // anybody can say so of anybody
        }

        if ((heard & Heard.Email) != 0 && _profile?[FieldIndex.Email] is { } email)
        {
            Claim(IdentifierKind.Email, email, record, effects);
        }

        if ((heard & Heard.Phone) != 0 && _profile?[FieldIndex.Phone] is { } phone)
        {
            Claim(IdentifierKind.Phone, phone, record, effects);
        }

        if ((heard & Heard.ExternalIds) != 0)
        {
            foreach (var id in ExternalIds.Read(e.Context.Span))
            {
                Claim(IdentifierKind.ExternalId, id, record, effects);
            }
        }
    }

    private void LinkDevice(string device, in CustomerRecord record, List<Effect> effects)
    {
        if (_identity?.Merged.Count >= Joining.IdsPerCustomer)
        {
            Refuse("identities", ProblemReason.TooManyIds, record.Event.At);
            return;
        }

        Send(device, Me(EventType.Link, record) with { Via = IdentifierKind.AnonymousId, Device = device, Merged = [.. _identity?.Merged ?? []] }, record, effects);
    }

    /// <summary>Two customers were one person: what both have is theirs after all, and what the other one had is this one's.</summary>
    private void TellAgain(IdentityRecord said, in CustomerRecord record, List<Effect> effects)
    {
        var users = IdentityHome.IsUser(said.With); // else it was no user against whom a device or an address could speak
        for (var i = 0; users && i < (_anonymousIds?.Count ?? 0) && Joining.Joins(IdentifierKind.AnonymousId); i++)
        {
            LinkDevice($"a:{_anonymousIds![i]}", record, effects);
        }

        var known = _identity!.Claimed.ToArray();
        foreach (var home in known.Union(said.Claimed ?? []))
        {
            if ((_identity.Claim(home) || users) && Joining.Joins(IdentityHome.KindOf(home)))
            {
                Send(home, Me(EventType.Claim, record) with { Via = IdentityHome.KindOf(home), Merged = [.. _identity.Merged] }, record, effects);
            }
        }
    }

    // The earlier id may have been a visitor's or a user's: whoever sent it does not say. In public nobody says so of a user.
    private void ReadAlias(in CustomerRecord record, List<Effect> effects)
    {
        var reader = new Utf8JsonReader(record.Event.Json.Span);
        if (!JsonText.MoveTo(ref reader, "previousId"u8) || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number)
            || !JsonText.TryGet(ref reader, null, out var earlier) || earlier.Length is 0 or > EventLimits.MaxIdBytes)
        {
            return;
        }

        var (visitor, user) = ($"a:{earlier}", $"u:{earlier}");
        if (visitor != Key.Id)
        {
            var link = Me(EventType.Link, record);
            Send(visitor, record.Event.IsPublic ? link with { Via = IdentifierKind.AnonymousId, Device = visitor } : link, record, effects);
        }

        if (user != Key.Id && !record.Event.IsPublic)
        {
            Send(user, Me(EventType.Link, record), record, effects);
        }
    }

    private void Claim(IdentifierKind kind, string value, in CustomerRecord record, List<Effect> effects)
    {
        var home = IdentityHome.Of(kind, value);
        if (Joining.Joins(kind) && (_identity ??= new()).Claim(home))
        {
            Send(home, Me(EventType.Claim, record) with { Via = kind }, record, effects);
        }
    }

    private IdentityRecord Me(EventType type, in CustomerRecord record) => new()
    {
        Type = type,
        ReceivedAt = record.Now.ToString(),
        With = Key.Id,
        Email = HomeOf(IdentifierKind.Email, FieldIndex.Email),
        Phone = HomeOf(IdentifierKind.Phone, FieldIndex.Phone),
    };

    private string? HomeOf(IdentifierKind kind, int field) => _profile?[field] is { } value ? IdentityHome.Of(kind, value) : null;

    private static bool Differ(string? one, string? other) => one is not null && other is not null && one != other;

    private static void Send(string home, IdentityRecord said, in CustomerRecord record, List<Effect> effects) =>
        Forward(home, said.Write(), record.Now, record, effects);

    // As it stands in the log, received when it was: there it decodes to the same event.
    private static void Forward(string home, in CustomerRecord record, List<Effect> effects) =>
        Forward(home, record.Event.Json, record.Event.ReceivedAt, record, effects);

    private static void Forward(string home, ReadOnlyMemory<byte> payload, Time.Instant received, in CustomerRecord record, List<Effect> effects) => effects.Add(new()
    {
        Kind = EffectKind.Forward,
        Offset = record.Offset,
        At = received,
        Cause = Cause.Event,
        Other = home,
        Payload = new(payload),
    });
}
