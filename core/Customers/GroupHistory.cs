using System.Text;
using Crm.Core.Rfm;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <param name="Group">Null for a time without orders.</param>
/// <param name="Since">When the customer came into it.</param>
/// <param name="Version">Of the cuts.</param>
internal readonly record struct GroupEntry(string? Group, Instant Since, int Version);

/// <summary>The RFM groups that a customer came into, the newest last, to <see cref="CustomerLimits.Groups"/>: a bare array, for every customer with orders has one.</summary>
internal static class GroupHistory
{
    private const int MostBytes = 3 * RfmGroup.MostNameLength;

    /// <summary>The same group again changes nothing.</summary>
    public static GroupEntry[] Enter(GroupEntry[]? groups, GroupEntry entry) =>
        groups is null ? [entry]
        : groups[^1].Group == entry.Group ? groups
        : [.. groups.Length == CustomerLimits.Groups ? groups.AsSpan(1) : groups, entry];

    /// <summary>Both, by their instants; the group itself stays mine until it is scored.</summary>
    public static GroupEntry[]? Both(GroupEntry[]? mine, GroupEntry[]? its)
    {
        if (mine is null || its is null)
        {
            return mine ?? its;
        }

        GroupEntry[]? both = null;
        foreach (var entry in mine.Concat(its).OrderBy(static entry => entry.Since))
        {
            both = Enter(both, entry);
        }

        return Enter(both, mine[^1] with { Since = both![^1].Since });
    }

    public static void Write(GroupEntry[] groups, SnapshotWriter writer)
    {
        Span<byte> name = stackalloc byte[MostBytes];
        writer.Count(groups.Length);
        foreach (var (group, since, version) in groups)
        {
            writer.Bytes(name[..Encoding.UTF8.GetBytes(group ?? "", name)]);
            writer.Instant(since);
            writer.Count(version);
        }
    }

    public static GroupEntry[] Read(ref SnapshotReader reader)
    {
        var groups = new GroupEntry[reader.Count()];
        for (var i = 0; i < groups.Length; i++)
        {
            var name = reader.Bytes();
            groups[i] = new(name.IsEmpty ? null : SharedText.Of(name), reader.Instant(), reader.Count());
        }

        return groups;
    }
}
