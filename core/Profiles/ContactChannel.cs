using System.Collections.Immutable;

namespace Crm.Core.Profiles;

/// <summary>By which a store reaches a customer. Stored: numbers never change.</summary>
public enum ContactChannel : byte { None, Email, Sms, Whatsapp, Push, Phone, Post, Chat, Social }

/// <summary>What a customer said to being contacted.</summary>
public enum ConsentState : byte { Unknown, Granted, Denied }

public static class ContactChannels
{
    /// <summary>The purpose of a consent that names none.</summary>
    public const string DefaultPurpose = "marketing";

    /// <summary>Characters of a purpose, a source and a text's version.</summary>
    public const int TextLength = 128;

    /// <summary>Their names, in the order of <see cref="ContactChannel"/>.</summary>
    public static readonly ImmutableArray<string> Names = ["email", "sms", "whatsapp", "push", "phone", "post", "chat", "social"];

    public static readonly ImmutableArray<string> States = ["unknown", "granted", "denied"];

    /// <summary>Those that need an address which a customer's fields hold.</summary>
    public static readonly ImmutableArray<string> Reachable = ["email", "sms", "whatsapp", "phone", "post"];

    /// <summary>Ignoring case; <see cref="ContactChannel.None"/> for another name.</summary>
    public static ContactChannel Find(string name) => (ContactChannel)(IndexOf(Names, name) + 1);

    /// <summary>Ignoring case; null for another name.</summary>
    public static ConsentState? State(string name) => IndexOf(States, name) is >= 0 and var index ? (ConsentState)index : null;

    public static string Name(this ContactChannel channel) => Names[(int)channel - 1];

    public static string Name(this ConsentState state) => States[(int)state];

    private static int IndexOf(ImmutableArray<string> names, string name) => names.IndexOf(name, StringComparer.OrdinalIgnoreCase);
}
