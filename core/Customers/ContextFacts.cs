using System.Text;
using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Profiles;

namespace Crm.Core.Customers;

/// <summary>
/// What an event's context tells beside fields. Its channel: the event's property <c>channel</c>, else <c>context.channel</c>, else web where
/// the name of <c>context.library</c> is a browser's, else app where the context tells of an app or a device, else none.
/// </summary>
internal ref struct ContextFacts
{
    private const int MaxLength = 128;

    // Browser libraries of Segment, RudderStack and Jitsu; RudderStack's tells of an app too.
    private static readonly string[] Browsers = ["analytics.js", "javascript", "jitsu/js", "web", "browser"];

    private SalesChannel? _stated;
    private bool _web, _app;

    public readonly SalesChannel Channel => _stated ?? (_web ? SalesChannel.Web : _app ? SalesChannel.App : SalesChannel.None);

    /// <summary>Whether a channel is stated that is none we know.</summary>
    public bool IsUnknown { get; private set; }

    /// <summary>The object <c>campaign</c>; empty where there is none.</summary>
    public ReadOnlySpan<byte> Campaign { get; private set; }

    /// <summary>The object <c>device</c>; empty where there is none.</summary>
    public ReadOnlySpan<byte> Device { get; private set; }

    public bool HasExternalIds { get; private set; }

    /// <summary>Takes the member whose name the reader is at, and leaves the reader at its end.</summary>
    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> context)
    {
        var (channel, library, campaign) = (reader.Is("channel"u8), reader.Is("library"u8), reader.Is("campaign"u8));
        var device = reader.Is("device"u8);
        HasExternalIds |= reader.Is("externalIds"u8);
        var app = device || reader.Is("app"u8);
        reader.Read();
        var (isObject, start) = (reader.TokenType == JsonTokenType.StartObject, (int)reader.TokenStartIndex);
        if (channel)
        {
            TakeChannel(ref reader);
        }
        else if (library && isObject)
        {
            _web |= IsBrowser(reader);
        }

        reader.Skip();
        _app |= app && isObject;
        Campaign = campaign && isObject ? context[start..(int)reader.BytesConsumed] : Campaign;
        Device = device && isObject ? context[start..(int)reader.BytesConsumed] : Device;
    }

    /// <summary>The property stands against the context.</summary>
    public void ReadProperties(ReadOnlySpan<byte> properties)
    {
        if (properties.IndexOf("\"channel\""u8) < 0)
        {
            return; // the common case, without a pass over the members
        }

        var reader = new Utf8JsonReader(properties);
        if (JsonText.MoveTo(ref reader, "channel"u8))
        {
            TakeChannel(ref reader);
        }
    }

    private void TakeChannel(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.IsEmpty)
        {
            return;
        }

        var found = !reader.ValueIsEscaped ? SalesChannels.Find(reader.ValueSpan)
            : JsonText.TryGet(ref reader, out var text) ? SalesChannels.Find(Encoding.UTF8.GetBytes(text))
            : null;
        (_stated, IsUnknown) = (found ?? SalesChannel.Other, found is null);
    }

    private static bool IsBrowser(Utf8JsonReader library) // by value: only looks ahead
    {
        while (library.Read() && library.TokenType == JsonTokenType.PropertyName)
        {
            var isName = library.Is("name"u8);
            library.Read();
            if (isName && library.TokenType == JsonTokenType.String && !library.ValueIsEscaped)
            {
                return NamesBrowser(library.ValueSpan);
            }

            library.Skip();
        }

        return false;
    }

    private static bool NamesBrowser(ReadOnlySpan<byte> name)
    {
        Span<char> chars = stackalloc char[MaxLength];
        if (name.Length > MaxLength)
        {
            return false;
        }

        ReadOnlySpan<char> text = chars[..Encoding.UTF8.GetChars(name, chars)];
        foreach (var browser in Browsers)
        {
            if (text.Contains(browser, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
