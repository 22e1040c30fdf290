using System.Text;
using System.Text.Json;
using Crm.Core.Events;

namespace Crm.Core.Customers;

/// <summary>
/// Through which channel an event came: the event's property <c>channel</c>, else <c>context.channel</c>, else "web" where the name of
/// <c>context.library</c> is a browser's, else "app" where the context tells of an app or a device, else unknown.
/// </summary>
internal ref struct ContextFacts(string? current)
{
    private const string Web = "web", App = "app";
    private const int MaxLength = 128;

    // Browser libraries of Segment, RudderStack and Jitsu; RudderStack's tells of an app too.
    private static readonly string[] Browsers = ["analytics.js", "javascript", "jitsu/js", Web, "browser"];

    private string? _stated;
    private bool _web, _app;

    public readonly string? Channel => _stated ?? (_web ? Web : _app ? App : null);

    /// <summary>Takes the member whose name the reader is at, and leaves the reader at its end.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        var (channel, library) = (reader.Is("channel"u8), reader.Is("library"u8));
        var app = reader.Is("app"u8) || reader.Is("device"u8);
        reader.Read();
        if (channel)
        {
            _stated = TextOf(ref reader);
        }
        else if (library && reader.TokenType == JsonTokenType.StartObject)
        {
            _web |= IsBrowser(reader);
        }
        else if (app)
        {
            _app |= reader.TokenType == JsonTokenType.StartObject;
        }

        reader.Skip();
    }

    public readonly string? ChannelOf(ReadOnlySpan<byte> properties)
    {
        if (properties.IndexOf("\"channel\""u8) < 0)
        {
            return null; // the common case, without a pass over the members
        }

        var reader = new Utf8JsonReader(properties);
        return JsonText.MoveTo(ref reader, "channel"u8) ? TextOf(ref reader) : null;
    }

    private readonly string? TextOf(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && JsonText.TryGet(ref reader, current, out var text) && text.Length is > 0 and <= MaxLength
            ? text
            : null;

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
