namespace Crm.Core.Rules.Evaluation;

/// <summary>The list of entries that a sequence keeps: in strict order, without those that can never matter again.</summary>
internal static class SequenceList
{
    // One above the cap, for the entry that is being added.
    private const int LargestCapacity = EvaluationLimits.SequenceEntries + 1;

    /// <summary>Puts an entry in its place; the list is at the cap at most.</summary>
    public static void Insert(ref LeafState state, in SequenceEntry entry)
    {
        var capacity = (state.Items?.Length ?? 0) / SequenceEntry.Size;
        if (state.Count == capacity)
        {
            Array.Resize(ref state.Items, Math.Min(LargestCapacity, Math.Max(1, capacity * 2)) * SequenceEntry.Size);
        }

        state.Count++;
        var entries = SequenceEntry.In(state);
        var place = entries.Length - 1;
        for (; place > 0 && entry.IsBefore(entries[place - 1]); place--)
        {
            entries[place] = entries[place - 1];
        }

        entries[place] = entry;
    }

    /// <summary>Removes the entries before an index.</summary>
    public static void RemoveFirst(ref LeafState state, int count)
    {
        var entries = SequenceEntry.In(state);
        entries[count..].CopyTo(entries);
        Truncate(ref state, entries.Length - count);
    }

    public static void Truncate(ref LeafState state, int count)
    {
        state.Count = count;
        state.Items = count == 0 ? null : state.Items;
    }

    /// <summary>Drops one entry; <see cref="EvaluationLimits.SequenceEntries"/> says which.</summary>
    /// <param name="state">Past the cap.</param>
    /// <param name="kept">The bit of entries that must stay.</param>
    public static void Drop(ref LeafState state, long kept)
    {
        var entries = SequenceEntry.In(state);
        var dropped = InnerOfClosest(entries, kept);
        dropped = dropped >= 0 ? dropped : OldestOfMostFrequent(entries, kept);
        entries[(dropped + 1)..].CopyTo(entries[dropped..]);
        Truncate(ref state, entries.Length - 1);
    }

    /// <returns>The place of the newest entry with the bit; -1 if none has it.</returns>
    public static int LastWith(ReadOnlySpan<SequenceEntry> entries, long bit)
    {
        var place = entries.Length - 1;
        while (place >= 0 && (entries[place].Mask & bit) == 0)
        {
            place--;
        }

        return place;
    }

    private static int InnerOfClosest(ReadOnlySpan<SequenceEntry> entries, long kept)
    {
        var (inner, closest) = (-1, long.MaxValue);
        for (var place = 1; place < entries.Length - 1; place++)
        {
            var mask = entries[place].Mask;
            var span = entries[place + 1].At - entries[place - 1].At;
            if ((mask & kept) == 0 && mask == entries[place - 1].Mask && mask == entries[place + 1].Mask && span < closest)
            {
                (inner, closest) = (place, span);
            }
        }

        return inner;
    }

    private static int OldestOfMostFrequent(ReadOnlySpan<SequenceEntry> entries, long kept)
    {
        var (oldest, most) = (0, 0);
        for (var place = 0; place < entries.Length; place++)
        {
            var same = 0;
            foreach (ref readonly var other in entries[place..])
            {
                same += other.Mask == entries[place].Mask ? 1 : 0;
            }

            if (same > most && (entries[place].Mask & kept) == 0)
            {
                (oldest, most) = (place, same);
            }
        }

        return oldest;
    }
}
