using Crm.Core.Identity;
using Crm.Core.Storage;

namespace Crm.Core.Customers;

/// <summary>What a home knows of other homes that are, or may be, the same person.</summary>
internal sealed class IdentityState
{
    /// <summary>Stands for an heir who was erased.</summary>
    public const string Nobody = "-";

    private const int MostClaimed = 32, MostUsers = 8;

    /// <summary>The customer that this one is a part of; null for one that stands by itself.</summary>
    public string? Into { get; set; }

    /// <summary>Who has what this home stood for through <see cref="Through"/>; null where it never was handed over.</summary>
    public string? Heir { get; set; }

    /// <summary>The offset of the record that brought the hand-over.</summary>
    public long Through { get; set; }

    /// <summary>It joins no other by an identifier.</summary>
    public bool Apart { get; set; }

    /// <summary>Because somebody undid a merge, so that nothing but somebody's word ends it.</summary>
    public bool Undone { get; set; }

    /// <summary>Of a device: the users who were seen on it, as far as they are not known to be one person.</summary>
    public List<string> Users { get; } = [];

    /// <summary>Of the home of an e-mail address, phone number or external id: the customers that had it, the first of all first.</summary>
    public List<string> Holders { get; } = [];

    /// <summary>Customers that are a part of this one, in the order in which they came.</summary>
    public List<MergedId> Merged { get; } = [];

    /// <summary>Customers that were a part of this one and were found to be others: what is still forwarded of them goes back.</summary>
    public List<string> Parted { get; } = [];

    /// <summary>Leaves handed over that newer rules have than those in force here, until they are.</summary>
    public List<PendingLeaf> Pending { get; } = [];

    /// <summary>All homes that know of this one because of what it told them.</summary>
    public IEnumerable<string> Told => Merged.Select(static merged => merged.Id).Concat(Claimed);

    /// <summary>Homes that know already that this customer has what they stand for, the newest last.</summary>
    public List<string> Claimed { get; } = [];

    /// <summary>Whether there is nobody left of whom this home knows.</summary>
    public bool IsEmpty => Into is null && Holders.Count + Users.Count + Merged.Count + Claimed.Count + Parted.Count == 0;

    /// <summary>These are erased.</summary>
    /// <returns>Whether this home knew of them.</returns>
    public bool Forget(IReadOnlyCollection<string> ids)
    {
        var gone = Holders.RemoveAll(ids.Contains) + Users.RemoveAll(ids.Contains) + Parted.RemoveAll(ids.Contains);
        if (Heir is { } heir && Into is null && ids.Contains(heir))
        {
            Heir = Nobody; // what it has of this home stays not this home's
            gone++;
        }

        return gone > 0;
    }

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

    /// <summary>Of a device: a user was seen on it.</summary>
    /// <param name="user">Whoever they are known as now.</param>
    /// <param name="known">Ids of the same person, which no longer count by themselves.</param>
    /// <returns>Whether all users seen on it are one person.</returns>
    public bool See(string user, IEnumerable<string> known)
    {
        Users.RemoveAll(other => other == user || known.Contains(other, StringComparer.Ordinal));
        if (Users.Count < MostUsers)
        {
            Users.Add(user);
        }

        return Users.Count == 1;
    }

    public void Write(SnapshotWriter writer)
    {
        writer.Text(Into);
        writer.Text(Heir);
        writer.Signed(Through);
        writer.Flag(Apart);
        writer.Flag(Undone);
        writer.Count(Merged.Count);
        foreach (var (id, through, into) in Merged)
        {
            writer.Text(id);
            writer.Signed(through);
            writer.Text(into);
        }

        writer.Count(Pending.Count);
        foreach (var (version, key, held) in Pending)
        {
            writer.Count(version);
            writer.Text(key);
            writer.Bytes(held);
        }

        Write(writer, Claimed);
        Write(writer, Users);
        Write(writer, Holders);
        Write(writer, Parted);
    }

    public static IdentityState Read(ref SnapshotReader reader)
    {
        var state = new IdentityState
        {
            Into = reader.Text(),
            Heir = reader.Text(),
            Through = reader.Signed(),
            Apart = reader.Flag(),
            Undone = reader.Flag(),
        };
        for (var left = reader.Count(); left > 0; left--)
        {
            state.Merged.Add(new(reader.Text()!, reader.Signed(), reader.Text()!));
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            state.Pending.Add(new(reader.Count(), reader.Text()!, reader.Bytes().ToArray()));
        }

        Read(ref reader, state.Claimed);
        Read(ref reader, state.Users);
        Read(ref reader, state.Holders);
        Read(ref reader, state.Parted);
        return state;
    }

    private static void Write(SnapshotWriter writer, List<string> texts)
    {
        writer.Count(texts.Count);
        foreach (var text in texts)
        {
            writer.Text(text);
        }
    }

    private static void Read(ref SnapshotReader reader, List<string> texts)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            texts.Add(reader.Text()!);
        }
    }
}

/// <param name="Version">Of the definitions that have the leaf.</param>
internal readonly record struct PendingLeaf(int Version, string Key, byte[] Held);
