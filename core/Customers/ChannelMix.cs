using Crm.Core.Profiles;
using Crm.Core.Storage;

namespace Crm.Core.Customers;

/// <summary>How many events came through each channel.</summary>
internal sealed class ChannelMix
{
    private (SalesChannel Channel, int Count)[] _counts = []; // by channel; most customers have one

    public ReadOnlySpan<(SalesChannel Channel, int Count)> All => _counts;

    /// <summary>With the most events; of equals the first by <see cref="SalesChannel"/>.</summary>
    public SalesChannel Usual { get; private set; }

    /// <summary>Takes in another customer's.</summary>
    public void Absorb(ChannelMix other)
    {
        foreach (var (channel, count) in other._counts)
        {
            Count(channel, count);
        }
    }

    public void Count(SalesChannel channel, int times = 1)
    {
        var place = 0;
        while (place < _counts.Length && _counts[place].Channel < channel)
        {
            place++;
        }

        if (place == _counts.Length || _counts[place].Channel != channel)
        {
            _counts = [.. _counts[..place], (channel, 0), .. _counts[place..]];
        }

        _counts[place].Count += times;
        FindUsual();
    }

    public void Write(SnapshotWriter writer)
    {
        writer.Count(_counts.Length);
        foreach (var (channel, count) in _counts)
        {
            writer.Byte((byte)channel);
            writer.Count(count);
        }
    }

    public static ChannelMix Read(ref SnapshotReader reader)
    {
        var mix = new ChannelMix { _counts = new (SalesChannel, int)[reader.Count()] };
        for (var i = 0; i < mix._counts.Length; i++)
        {
            mix._counts[i] = ((SalesChannel)reader.Byte(), reader.Count());
        }

        mix.FindUsual();
        return mix;
    }

    private void FindUsual()
    {
        var most = 0;
        foreach (var (channel, count) in _counts)
        {
            (Usual, most) = count > most ? (channel, count) : (Usual, most);
        }
    }
}
