using Crm.Core.Identity;
using Crm.Core.Storage;

namespace Crm.Core.Customers;

/// <summary>What a home knows of other homes that are, or may be, the same person.</summary>
internal sealed class IdentityState
{
    private const int MostClaimed = 32;

    /// <summary>The customer that this one is a part of; null for one that stands by itself.</summary>
    public string? Into { get; set; }

    /// <summary>Who has what this home stood for through <see cref="Through"/>; null where it never was handed over.</summary>
    public string? Heir { get; set; }

    /// <summary>The offset of the record that brought the hand-over.</summary>
    public long Through { get; set; }

    /// <summary>It never joins another by itself.</summary>
    public bool Apart { get; set; }

    /// <summary>Of the home of an e-mail address, phone number or external id: the first customer that had it.</summary>
    public string? Owner { get; set; }

    /// <summary>How many others had it too.</summary>
    public int Others { get; set; }

    /// <summary>Customers that are a part of this one, in the order in which they came.</summary>
    public List<MergedId> Merged { get; } = [];

    /// <summary>Leaves handed over that newer rules have than those in force here, until they are.</summary>
    public List<PendingLeaf> Pending { get; } = [];

    /// <summary>All homes that know of this one because of what it told them.</summary>
    public IEnumerable<string> Told => Merged.Select(static merged => merged.Id).Concat(Claimed);

    // Homes that know already that this customer has what they stand for, the newest last.
    private List<string> Claimed { get; } = [];

    /// <returns>False where the home knows it.</returns>
    public bool Claim(string home)
    {
        if (Claimed.Contains(home))
        {
            return false;
        }

        if (Claimed.Count == MostClaimed)
        {
            Claimed.RemoveAt(0); // told again where it comes again, which changes nothing
        }

        Claimed.Add(home);
        return true;
    }

    public void Write(SnapshotWriter writer)
    {
        writer.Text(Into);
        writer.Text(Heir);
        writer.Signed(Through);
        writer.Flag(Apart);
        writer.Text(Owner);
        writer.Count(Others);
        writer.Count(Merged.Count);
        foreach (var (id, through) in Merged)
        {
            writer.Text(id);
            writer.Signed(through);
        }

        writer.Count(Pending.Count);
        foreach (var (version, key, held) in Pending)
        {
            writer.Count(version);
            writer.Text(key);
            writer.Bytes(held);
        }

        writer.Count(Claimed.Count);
        foreach (var home in Claimed)
        {
            writer.Text(home);
        }
    }

    public static IdentityState Read(ref SnapshotReader reader)
    {
        var state = new IdentityState
        {
            Into = reader.Text(),
            Heir = reader.Text(),
            Through = reader.Signed(),
            Apart = reader.Flag(),
            Owner = reader.Text(),
            Others = reader.Count(),
        };
        for (var left = reader.Count(); left > 0; left--)
        {
            state.Merged.Add(new(reader.Text()!, reader.Signed()));
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            state.Pending.Add(new(reader.Count(), reader.Text()!, reader.Bytes().ToArray()));
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            state.Claimed.Add(reader.Text()!);
        }

        return state;
    }
}

/// <param name="Version">Of the definitions that have the leaf.</param>
internal readonly record struct PendingLeaf(int Version, string Key, byte[] Held);
