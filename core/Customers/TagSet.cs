using Crm.Core.Storage;

namespace Crm.Core.Customers;

/// <summary>Tags in ordinal order ignoring case, as the newest record in the log left them.</summary>
internal sealed class TagSet
{
    private readonly List<string> _tags = new(1);

    public IReadOnlyList<string> All => _tags;

    public bool Has(string tag) => _tags.BinarySearch(tag, StringComparer.OrdinalIgnoreCase) >= 0;

    public bool Add(string tag)
    {
        var place = _tags.BinarySearch(tag, StringComparer.OrdinalIgnoreCase);
        if (place >= 0 || _tags.Count == CustomerLimits.Tags)
        {
            return false;
        }

        _tags.Insert(~place, tag);
        return true;
    }

    public bool Remove(string tag)
    {
        var place = _tags.BinarySearch(tag, StringComparer.OrdinalIgnoreCase);
        if (place < 0)
        {
            return false;
        }

        _tags.RemoveAt(place);
        return true;
    }

    /// <summary>Takes in another customer's.</summary>
    public void Absorb(TagSet other)
    {
        foreach (var tag in other._tags)
        {
            Add(tag);
        }
    }

    public void Write(SnapshotWriter writer)
    {
        writer.Count(_tags.Count);
        foreach (var tag in _tags)
        {
            writer.Text(tag);
        }
    }

    public static TagSet? Read(ref SnapshotReader reader)
    {
        var count = reader.Count();
        var tags = count == 0 ? null : new TagSet();
        for (; count > 0; count--)
        {
            tags!._tags.Add(reader.Text()!);
        }

        return tags;
    }
}
