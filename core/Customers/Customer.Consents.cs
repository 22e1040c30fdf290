using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Profiles;

namespace Crm.Core.Customers;

public sealed partial class Customer
{
    private Consents? _consents;

    /// <inheritdoc/>
    public ConsentState Consent(ContactChannel channel, string purpose) => _consents?[channel, purpose] ?? ConsentState.Unknown;

    private void ChangeConsent(in Event e)
    {
        if (ReadConsent(e) is not { } said)
        {
            Refuse("consents", ProblemReason.NotAConsent, e.At);
            return;
        }

        switch ((_consents ??= new()).Say(said))
        {
            case null:
                Refuse("consents", ProblemReason.TooManyConsents, e.At);
                break;
            case true:
                _rules.ConsentsChanged();
                break;
        }
    }

    private static Consent? ReadConsent(in Event e)
    {
        var (channel, state) = (ContactChannel.None, (ConsentState?)null);
        string? purpose = null, source = null, version = null;
        var reader = new Utf8JsonReader(e.Properties.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var which = reader.Is("channel"u8) ? 1 : reader.Is("state"u8) ? 2 : reader.Is("purpose"u8) ? 3 : reader.Is("source"u8) ? 4 : reader.Is("version"u8) ? 5 : 0;
            reader.Read();
            if (which > 0 && reader.TokenType == JsonTokenType.String && JsonText.TryGet(ref reader, null, out var text) && text.Length is > 0 and <= ContactChannels.TextLength)
            {
                _ = which switch
                {
                    1 => (channel = ContactChannels.Find(text)) == 0,
                    2 => (state = ContactChannels.State(text)) is null,
                    3 => (purpose = SharedText.Of(text.Trim().ToLowerInvariant())) is null,
                    4 => (source = SharedText.Of(text)) is null,
                    _ => (version = SharedText.Of(text)) is null,
                };
            }

            reader.Skip();
        }

        return channel == ContactChannel.None || state is null or ConsentState.Unknown ? null
            : new(channel, string.IsNullOrEmpty(purpose) ? ContactChannels.DefaultPurpose : purpose, state.Value, e.At, source, version);
    }
}
