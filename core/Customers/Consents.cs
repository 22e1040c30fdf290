using System.Runtime.InteropServices;
using Crm.Core.Profiles;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <param name="Purpose">In lower case.</param>
/// <param name="At">When it was given or refused.</param>
/// <param name="Source">Where; null where nobody said.</param>
/// <param name="Version">Of the text that the customer saw; null where nobody said.</param>
internal readonly record struct Consent(ContactChannel Channel, string Purpose, ConsentState State, Instant At, string? Source, string? Version);

/// <summary>What the customer said last, per channel and purpose; what was said before stands in the archive.</summary>
internal sealed class Consents
{
    private readonly List<Consent> _consents = new(1); // by channel and purpose

    public ReadOnlySpan<Consent> All => CollectionsMarshal.AsSpan(_consents);

    public ConsentState this[ContactChannel channel, string purpose] =>
        PlaceOf(channel, purpose) is >= 0 and var place ? _consents[place].State : ConsentState.Unknown;

    /// <summary>Takes what was said unless something newer stands.</summary>
    /// <returns>Whether the state changed; null where there is no room for one more.</returns>
    public bool? Say(in Consent said)
    {
        var place = PlaceOf(said.Channel, said.Purpose);
        if (place < 0)
        {
            if (_consents.Count == CustomerLimits.Consents)
            {
                return null;
            }

            _consents.Insert(~place, said);
            return true;
        }

        ref var known = ref CollectionsMarshal.AsSpan(_consents)[place];
        if (said.At < known.At)
        {
            return false;
        }

        var changed = known.State != said.State;
        known = said;
        return changed;
    }

    /// <summary>Takes in another customer's: what was said last; of two of one instant the refusal.</summary>
    public void Absorb(Consents other)
    {
        foreach (var said in other._consents)
        {
            var place = PlaceOf(said.Channel, said.Purpose);
            if (place < 0 || said.At > _consents[place].At || (said.At == _consents[place].At && said.State == ConsentState.Denied))
            {
                Say(said);
            }
        }
    }

    public void Write(SnapshotWriter writer)
    {
        writer.Count(_consents.Count);
        foreach (var (channel, purpose, state, at, source, version) in _consents)
        {
            writer.Byte((byte)channel);
            writer.Text(purpose);
            writer.Byte((byte)state);
            writer.Instant(at);
            writer.Text(source);
            writer.Text(version);
        }
    }

    public static Consents Read(ref SnapshotReader reader)
    {
        var consents = new Consents();
        for (var left = reader.Count(); left > 0; left--)
        {
            consents._consents.Add(new(
                (ContactChannel)reader.Byte(), SharedText.Of(reader.Text())!, (ConsentState)reader.Byte(), reader.Instant(), SharedText.Of(reader.Text()), SharedText.Of(reader.Text())));
        }

        return consents;
    }

    private int PlaceOf(ContactChannel channel, string purpose)
    {
        for (var i = 0; i < _consents.Count; i++)
        {
            var order = _consents[i].Channel != channel ? _consents[i].Channel.CompareTo(channel)
                : string.Compare(_consents[i].Purpose, purpose, StringComparison.OrdinalIgnoreCase);
            if (order >= 0)
            {
                return order == 0 ? i : ~i;
            }
        }

        return ~_consents.Count;
    }
}
