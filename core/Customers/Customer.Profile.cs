using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Profiles;
using Crm.Core.Time;

namespace Crm.Core.Customers;

public sealed partial class Customer
{
    private Profile? _profile;

    private void ReadProfile(in Event e)
    {
        if (e.Type == EventType.Identify)
        {
            ReadTraits(e.Properties.Span, e.At);
        }

        if (e.Type == EventType.Group)
        {
            ReadAccount(e);
        }

        var facts = default(ContextFacts);
        ReadContext(e.Context.Span, e.At, ref facts);
        if (e.Type.IsNamed())
        {
            facts.ReadProperties(e.Properties.Span);
        }

        _heard |= facts.HasExternalIds ? Heard.ExternalIds : Heard.Nothing;
        SetChannel(facts, e.At);
        ReadHabits(e, facts);
    }

    private void SetChannel(in ContextFacts facts, Instant at)
    {
        if (facts.Channel == SalesChannel.None)
        {
            return;
        }

        var channel = facts.Channel.Name();
        _profile ??= new();
        Changed(FieldIndex.Channel, _profile.Set(FieldIndex.Channel, channel, at));
        Changed(FieldIndex.FirstChannel, _profile.SetOldest(FieldIndex.FirstChannel, channel, at));
        if (facts.IsUnknown)
        {
            Refuse(FieldIndex.Channel, ProblemReason.NotAChannel, at);
        }
        else if (_problems is not null)
        {
            Resolve(CustomerFields.All[FieldIndex.Channel].Name, at);
        }
    }

    private void ReadContext(ReadOnlySpan<byte> context, Instant at, ref ContextFacts facts)
    {
        if (context.IsEmpty)
        {
            return;
        }

        var reader = new Utf8JsonReader(context);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.Is("locale"u8))
            {
                reader.Read();
                SetText(FieldIndex.Language, ref reader, at);
                reader.Skip();
            }
            else if (reader.Is("timezone"u8))
            {
                reader.Read();
                SetText(FieldIndex.TimeZone, ref reader, at);
                reader.Skip();
            }
            else if (reader.Is("traits"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                ReadTraits(context[start..(int)reader.BytesConsumed], at);
            }
            else
            {
                facts.Read(ref reader, context);
            }
        }
    }

    /// <summary>
    /// Sets a text field from a string, or from a number as it is written. Null and the empty string remove it: a form that was
    /// cleared. What the field cannot hold is reported and changes nothing.
    /// </summary>
    private void SetText(int field, ref Utf8JsonReader reader, Instant at)
    {
        string? text = null;
        if (reader.TokenType != JsonTokenType.Null && ReadText(field, ref reader, at, out text) is { } problem)
        {
            Refuse(field, problem, at);
            return;
        }

        _heard |= field == FieldIndex.Email ? Heard.Email : field == FieldIndex.Phone ? Heard.Phone : Heard.Nothing;
        if ((_profile ??= new()).Set(field, string.IsNullOrWhiteSpace(text) ? null : text, at))
        {
            _rules.FieldChanged(field);
        }

        if (_problems is not null)
        {
            Resolve(CustomerFields.All[field].Name, at);
        }
    }

    private ProblemReason? ReadText(int field, ref Utf8JsonReader reader, Instant at, out string? text)
    {
        var current = _profile?[field];
        text = null;
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            return ProblemReason.WrongType;
        }

        if (!JsonText.TryGet(ref reader, current, out text))
        {
            return ProblemReason.NotText;
        }

        if (text.Length > CustomerLimits.TextLength)
        {
            return ProblemReason.TooLong;
        }

        return ReferenceEquals(text, current) || string.IsNullOrWhiteSpace(text) ? null
            : FieldNormalizer.Normalize(field, ref text, _definitions.Set.Profile, at);
    }
}
