using Crm.Core.Storage;

namespace Crm.Core.Customers;

/// <summary>
/// At which hours of the store's day a customer does things. Where an hour reaches 255, all are halved, rounded down: so counts of long ago
/// weigh less, and each stays a byte.
/// </summary>
internal sealed class HourCounts
{
    private const int Hours = 24;

    private readonly byte[] _counts = new byte[Hours];

    /// <summary>With the highest count; of equals the earliest.</summary>
    public int Usual { get; private set; }

    public void Count(int hour)
    {
        if (++_counts[hour] == byte.MaxValue)
        {
            for (var i = 0; i < Hours; i++)
            {
                _counts[i] /= 2;
            }
        }

        FindUsual();
    }

    /// <summary>Takes in another customer's.</summary>
    public void Absorb(HourCounts other)
    {
        var highest = 0;
        for (var i = 0; i < Hours; i++)
        {
            highest = Math.Max(highest, _counts[i] + other._counts[i]);
        }

        var shift = highest >= byte.MaxValue ? 1 : 0;
        for (var i = 0; i < Hours; i++)
        {
            _counts[i] = (byte)((_counts[i] + other._counts[i]) >> shift);
        }

        FindUsual();
    }

    public void Write(SnapshotWriter writer)
    {
        var used = 0ul; // a bit per hour: most customers know few
        for (var i = 0; i < Hours; i++)
        {
            used |= _counts[i] == 0 ? 0 : 1ul << i;
        }

        writer.Unsigned(used);
        foreach (var count in _counts)
        {
            if (count > 0)
            {
                writer.Byte(count);
            }
        }
    }

    public static HourCounts Read(ref SnapshotReader reader)
    {
        var hours = new HourCounts();
        var used = reader.Unsigned();
        for (var i = 0; i < Hours; i++)
        {
            hours._counts[i] = (used & (1ul << i)) == 0 ? (byte)0 : reader.Byte();
        }

        hours.FindUsual();
        return hours;
    }

    private void FindUsual()
    {
        for (var i = Usual = 0; i < Hours; i++)
        {
            Usual = _counts[i] > _counts[Usual] ? i : Usual;
        }
    }
}
