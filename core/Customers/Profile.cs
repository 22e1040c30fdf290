using System.Numerics;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>The text fields from <see cref="FieldIndex.Name"/> to <see cref="FieldIndex.FirstChannel"/>, each as of the latest event that set it.</summary>
internal sealed class Profile
{
    private const int First = FieldIndex.Name, Count = FieldIndex.FirstChannel - FieldIndex.Name + 1;

    private static readonly Instant NotSet = new(long.MinValue);

    private readonly string?[] _texts = new string?[Count];

    // A removed text keeps the instant of its removal, so that an older event read later does not bring it back.
    private readonly Instant[] _at = new Instant[Count];

    public Profile() => Array.Fill(_at, NotSet);

    public string? this[int field] => _texts[field - First];

    /// <summary>Sets the field unless a newer event has; null removes.</summary>
    /// <returns>Whether the text changed.</returns>
    public bool Set(int field, string? text, Instant at)
    {
        if (at < _at[field - First])
        {
            return false;
        }

        return Put(field - First, text, at);
    }

    /// <summary>Sets the field unless an event as old or older has.</summary>
    public bool SetOldest(int field, string text, Instant at) =>
        (_at[field - First] == NotSet || at < _at[field - First]) && Put(field - First, text, at);

    public void Write(SnapshotWriter writer)
    {
        ulong set = 0;
        for (var i = 0; i < Count; i++)
        {
            set |= _at[i] == NotSet ? 0 : 1UL << i;
        }

        writer.Unsigned(set);
        for (; set != 0; set &= set - 1)
        {
            var i = BitOperations.TrailingZeroCount(set);
            writer.Text(_texts[i]);
            writer.Instant(_at[i]);
        }
    }

    public static Profile? Read(ref SnapshotReader reader)
    {
        var set = reader.Unsigned();
        var profile = set == 0 ? null : new Profile();
        for (; set != 0; set &= set - 1)
        {
            var i = BitOperations.TrailingZeroCount(set);
            (profile!._texts[i], profile._at[i]) = (reader.Text(), reader.Instant());
        }

        return profile;
    }

    private bool Put(int slot, string? text, Instant at)
    {
        var changed = !string.Equals(_texts[slot], text, StringComparison.Ordinal);
        (_texts[slot], _at[slot]) = (changed ? text : _texts[slot], at);
        return changed;
    }
}
