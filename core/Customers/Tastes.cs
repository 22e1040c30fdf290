using Crm.Core.Storage;

namespace Crm.Core.Customers;

/// <param name="Points">What it got, and up to <paramref name="Excess"/> that others got before it came into the list.</param>
internal readonly record struct Taste(string Name, int Points, int Excess);

/// <summary>
/// The categories or brands with the most points, by the space-saving algorithm (Metwally, Agrawal, El Abbadi: Efficient Computation of
/// Frequent and Top-k Elements in Data Streams, 2005): exact while there are no more than <see cref="CustomerLimits.Tastes"/>; beyond that
/// whatever has more than one part in that many of all points is in the list, and nothing is over by more than that.
/// </summary>
internal sealed class Tastes
{
    private Taste[] _tastes = []; // in the order in which they came

    public ReadOnlySpan<Taste> All => _tastes;

    /// <summary>With the most points; of equals the first by ordinal.</summary>
    public string? Favourite { get; private set; }

    public void Add(string name, int points)
    {
        var place = PlaceOf(name);
        if (place >= 0)
        {
            _tastes[place] = _tastes[place] with { Points = _tastes[place].Points + points };
        }
        else if (_tastes.Length < CustomerLimits.Tastes)
        {
            _tastes = [.. _tastes, new(name, points, 0)];
        }
        else
        {
            var least = Least();
            _tastes[least] = new(name, _tastes[least].Points + points, _tastes[least].Points);
        }

        FindFavourite();
    }

    /// <summary>Takes in another customer's: points add up, and of all the ones with the most stay.</summary>
    public void Absorb(Tastes other)
    {
        foreach (var (name, points, excess) in other._tastes)
        {
            var place = PlaceOf(name);
            if (place < 0)
            {
                _tastes = [.. _tastes, new(name, points, excess)];
            }
            else
            {
                _tastes[place] = new(name, _tastes[place].Points + points, _tastes[place].Excess + excess);
            }
        }

        _tastes = [.. _tastes.OrderByDescending(static taste => taste.Points).ThenBy(static taste => taste.Name, StringComparer.Ordinal).Take(CustomerLimits.Tastes)];
        FindFavourite();
    }

    public void Write(SnapshotWriter writer)
    {
        writer.Count(_tastes.Length);
        foreach (var (name, points, excess) in _tastes)
        {
            writer.Text(name);
            writer.Count(points);
            writer.Count(excess);
        }
    }

    public static Tastes? Read(ref SnapshotReader reader)
    {
        var tastes = new Taste[reader.Count()];
        for (var i = 0; i < tastes.Length; i++)
        {
            tastes[i] = new(SharedText.Of(reader.Text())!, reader.Count(), reader.Count());
        }

        var read = tastes.Length == 0 ? null : new Tastes { _tastes = tastes };
        read?.FindFavourite();
        return read;
    }

    private int PlaceOf(string name)
    {
        for (var i = 0; i < _tastes.Length; i++)
        {
            if (string.Equals(_tastes[i].Name, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private int Least()
    {
        var least = 0;
        for (var i = 1; i < _tastes.Length; i++)
        {
            least = _tastes[i].Points < _tastes[least].Points ? i : least;
        }

        return least;
    }

    private void FindFavourite()
    {
        var best = _tastes[0];
        foreach (var taste in _tastes)
        {
            best = taste.Points > best.Points || (taste.Points == best.Points && string.CompareOrdinal(taste.Name, best.Name) < 0) ? taste : best;
        }

        Favourite = best.Name;
    }
}
