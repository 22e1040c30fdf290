using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>The anonymous ids that an identified customer was seen with, the newest first, to <see cref="CustomerLimits.AnonymousIds"/>.</summary>
internal sealed class AnonymousIds
{
    private readonly List<(string Id, Instant At)> _ids = new(1);

    public string? Newest => _ids.Count == 0 ? null : _ids[0].Id;

    public int Count => _ids.Count;

    public string this[int index] => _ids[index].Id;

    /// <summary>Takes in those of another customer, who was the same person, with the one that was its own.</summary>
    public void Absorb(AnonymousIds? other, string? own, Instant at)
    {
        foreach (var (id, seen) in other?._ids ?? [])
        {
            See(id, seen, out _);
        }

        if (own is not null)
        {
            See(own, at, out _);
        }
    }

    /// <param name="id">Of the event.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="isNew">Whether it was not among them.</param>
    /// <returns>Whether another id is the newest now.</returns>
    public bool See(string id, Instant at, out bool isNew)
    {
        isNew = false;
        var (newest, known) = (Newest, false);
        for (var i = 0; i < _ids.Count; i++)
        {
            if (string.Equals(_ids[i].Id, id, StringComparison.Ordinal))
            {
                if (at <= _ids[i].At || i == 0)
                {
                    _ids[i] = (_ids[i].Id, Instant.Later(_ids[i].At, at));
                    return false;
                }

                _ids.RemoveAt(i);
                known = true;
                break;
            }
        }

        isNew = !known;
        var place = 0;
        while (place < _ids.Count && _ids[place].At > at)
        {
            place++;
        }

        _ids.Insert(place, (id, at));
        if (_ids.Count > CustomerLimits.AnonymousIds)
        {
            _ids.RemoveAt(_ids.Count - 1);
        }

        return !string.Equals(newest, Newest, StringComparison.Ordinal);
    }

    public void Write(SnapshotWriter writer)
    {
        writer.Count(_ids.Count);
        foreach (var (id, at) in _ids)
        {
            writer.Text(id);
            writer.Instant(at);
        }
    }

    public static AnonymousIds? Read(ref SnapshotReader reader)
    {
        var count = reader.Count();
        var ids = count == 0 ? null : new AnonymousIds();
        for (; count > 0; count--)
        {
            ids!._ids.Add((reader.Text()!, reader.Instant()));
        }

        return ids;
    }
}
