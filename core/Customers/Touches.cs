using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Profiles;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>What brought a customer here, as <c>context.campaign</c> of the event has it (UTM parameters).</summary>
internal sealed record Touch(SalesChannel Channel, string? Source, string? Medium, string? Campaign, string? Term, string? Content)
{
    /// <summary>Null where the object names neither source nor medium nor campaign.</summary>
    public static Touch? Read(ReadOnlySpan<byte> campaign, SalesChannel channel)
    {
        string? source = null, medium = null, name = null, term = null, content = null;
        var reader = new Utf8JsonReader(campaign);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var which = reader.Is("source"u8) ? 1 : reader.Is("medium"u8) ? 2 : reader.Is("name"u8) ? 3 : reader.Is("term"u8) ? 4 : reader.Is("content"u8) ? 5 : 0;
            reader.Read();
            var text = which > 0 ? SharedText.Read(ref reader) : null;
            switch (which)
            {
                case 1: source = text; break;
                case 2: medium = text; break;
                case 3: name = text; break;
                case 4: term = text; break;
                case 5: content = text; break;
            }

            reader.Skip();
        }

        return source is null && medium is null && name is null ? null : new(channel, source, medium, name, term, content);
    }

    public void Write(SnapshotWriter writer)
    {
        writer.Byte((byte)Channel);
        writer.Text(Source);
        writer.Text(Medium);
        writer.Text(Campaign);
        writer.Text(Term);
        writer.Text(Content);
    }

    public static Touch Read(ref SnapshotReader reader) =>
        new((SalesChannel)reader.Byte(), SharedText.Of(reader.Text()), SharedText.Of(reader.Text()), SharedText.Of(reader.Text()), SharedText.Of(reader.Text()), SharedText.Of(reader.Text()));
}

/// <summary>The oldest touch and the newest.</summary>
internal sealed class Touches
{
    public Touch First { get; private set; } = null!; // there is one from the first Take on

    public Touch Last { get; private set; } = null!;

    public Instant FirstAt { get; private set; } = Instant.Never;

    public Instant LastAt { get; private set; } = new(long.MinValue);

    public bool Wants(Instant at) => at < FirstAt || at >= LastAt;

    public void Take(Touch touch, Instant at)
    {
        if (at >= LastAt)
        {
            Last = touch == Last ? Last : touch; // the same object where nothing is new, so that a visit keeps one
            LastAt = at;
        }

        if (at < FirstAt)
        {
            First = touch == Last ? Last : touch;
            FirstAt = at;
        }
    }

    /// <summary>Takes in another customer's.</summary>
    public void Absorb(Touches other)
    {
        Take(other.First, other.FirstAt);
        Take(other.Last, other.LastAt);
    }

    public void Write(SnapshotWriter writer)
    {
        writer.Instant(FirstAt);
        writer.Instant(LastAt);
        writer.Flag(First == Last);
        First.Write(writer);
        if (First != Last)
        {
            Last.Write(writer);
        }
    }

    public static Touches Read(ref SnapshotReader reader)
    {
        var (first, last, same) = (reader.Instant(), reader.Instant(), reader.Flag());
        var touch = Touch.Read(ref reader);
        return new() { FirstAt = first, LastAt = last, First = touch, Last = same ? touch : Touch.Read(ref reader) };
    }
}
