namespace Crm.Core.Rules.Evaluation;

/// <summary>The list of entries that a leaf about values keeps, by key.</summary>
internal static class ValueList
{
    /// <summary>Puts an entry behind those of its key.</summary>
    public static void Insert(ref LeafState state, in ValueEntry entry)
    {
        var capacity = (state.Items?.Length ?? 0) / ValueEntry.Size;
        if (state.Count == capacity)
        {
            Array.Resize(ref state.Items, (capacity < 4 ? capacity + 1 : capacity + (capacity / 2)) * ValueEntry.Size);
        }

        state.Count++;
        var entries = ValueEntry.In(state);
        var place = entries.Length - 1;
        for (; place > 0 && entries[place - 1].Key > entry.Key; place--)
        {
            entries[place] = entries[place - 1];
        }

        entries[place] = entry;
    }

    public static void RemoveAt(ref LeafState state, int place)
    {
        var entries = ValueEntry.In(state);
        entries[(place + 1)..].CopyTo(entries[place..]);
        Truncate(ref state, entries.Length - 1);
    }

    public static void Truncate(ref LeafState state, int count)
    {
        state.Count = count;
        state.Items = count == 0 ? null : state.Items;
    }

    /// <returns>
    /// An inner one whose neighbours lie closest together. If it becomes a part of the one behind it, all that this one stands for came after the one before: joined
    /// again and again, none comes to count later than by the distance of two entries.
    /// </returns>
    public static int Closest(ReadOnlySpan<ValueEntry> entries)
    {
        var closest = 1;
        for (var place = 2; place < entries.Length - 1; place++)
        {
            closest = entries[place + 1].Key - entries[place - 1].Key < entries[closest + 1].Key - entries[closest - 1].Key ? place : closest;
        }

        return closest;
    }
}
