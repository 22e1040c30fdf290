using System.Numerics;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>The fields that events set as text (see <see cref="FieldIndex"/>), each as of the latest event that set it.</summary>
internal sealed class Profile
{
    // Most customers have few of the fields: only those that were ever set have a place, in the fields' order.
    private (string? Text, Instant At)[] _set = [];
    private ulong _fields; // a bit per field index

    public string? this[int field] => IsSet(field) ? _set[PlaceOf(field)].Text : null;

    /// <summary>Sets the field unless a newer event has; null removes.</summary>
    /// <returns>Whether the text changed.</returns>
    public bool Set(int field, string? text, Instant at)
    {
        // A removed text keeps the instant of its removal, so that an older event read later does not bring it back.
        ref var set = ref Take(field, out var isNew);
        return (isNew || at >= set.At) && Put(ref set, text, at);
    }

    /// <summary>Sets the field unless an event as old or older has.</summary>
    public bool SetOldest(int field, string text, Instant at)
    {
        ref var set = ref Take(field, out var isNew);
        return (isNew || at < set.At) && Put(ref set, text, at);
    }

    /// <summary>Whether a newer event has set or removed the field.</summary>
    public bool IsReplaced(int field, Instant at) => IsSet(field) && at < _set[PlaceOf(field)].At;

    /// <summary>Takes in another customer's: of each field the value of the latest instant, of equals this one's; of the first channel that of the earliest.</summary>
    public void Absorb(Profile other)
    {
        for (var fields = other._fields; fields != 0; fields &= fields - 1)
        {
            var field = BitOperations.TrailingZeroCount(fields);
            var (text, at) = other._set[other.PlaceOf(field)];
            ref var set = ref Take(field, out var isNew);
            if (isNew || (field == FieldIndex.FirstChannel ? at < set.At : at > set.At))
            {
                set = (text, at);
            }
        }
    }

    public void Write(SnapshotWriter writer)
    {
        writer.Unsigned(_fields);
        for (var place = 0; place < BitOperations.PopCount(_fields); place++)
        {
            writer.Text(_set[place].Text);
            writer.Instant(_set[place].At);
        }
    }

    public static Profile? Read(ref SnapshotReader reader)
    {
        var fields = reader.Unsigned();
        if (fields == 0)
        {
            return null;
        }

        var profile = new Profile { _fields = fields, _set = new (string?, Instant)[BitOperations.PopCount(fields)] };
        for (var place = 0; place < profile._set.Length; place++)
        {
            profile._set[place] = (reader.Text(), reader.Instant());
        }

        return profile;
    }

    private static bool Put(ref (string? Text, Instant At) set, string? text, Instant at)
    {
        var changed = !string.Equals(set.Text, text, StringComparison.Ordinal);
        set = (changed ? text : set.Text, at);
        return changed;
    }

    private bool IsSet(int field) => (_fields & (1ul << field)) != 0;

    private int PlaceOf(int field) => BitOperations.PopCount(_fields & ((1ul << field) - 1));

    private ref (string? Text, Instant At) Take(int field, out bool isNew)
    {
        var place = PlaceOf(field);
        isNew = !IsSet(field);
        if (isNew)
        {
            var count = BitOperations.PopCount(_fields);
            if (count == _set.Length)
            {
                Array.Resize(ref _set, count + 2);
            }

            Array.Copy(_set, place, _set, place + 1, count - place);
            _set[place] = default;
            _fields |= 1ul << field;
        }

        return ref _set[place];
    }
}
