using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>
/// Hashes of the messageIds that a resend is known by: the newest <see cref="CustomerLimits.Messages"/>, and all of the last
/// <see cref="CustomerLimits.MessageAge"/> by the records' now, to <see cref="CustomerLimits.RecentMessages"/>.
/// </summary>
internal sealed class MessageMemory
{
    // Two rings in step, so that a search reads hashes only. The oldest is at _start.
    private ulong[] _hashes = new ulong[2];
    private Instant[] _at = new Instant[2];
    private int _start, _count;

    /// <summary>Whether a record with this messageId is a resend at <paramref name="now"/>.</summary>
    public bool Knows(ulong hash, Instant now)
    {
        Forget(now, 0);
        var first = Math.Min(_count, _hashes.Length - _start);
        return _hashes.AsSpan(_start, first).Contains(hash) || _hashes.AsSpan(0, _count - first).Contains(hash);
    }

    public void Add(ulong hash, Instant now)
    {
        Forget(now, 1);
        if (_count == _hashes.Length)
        {
            Resize(_hashes.Length * 2);
        }

        var end = (_start + _count) & (_hashes.Length - 1);
        (_hashes[end], _at[end]) = (hash, now);
        _count++;
    }

    /// <summary>Takes in another customer's: those of the last minutes as if their records had come in between, before them the older ones, whose instants are not kept.</summary>
    public void Absorb(MessageMemory other, Instant now)
    {
        var both = new MessageMemory();
        var (mine, theirs) = (_count - Recent(now), other._count - other.Recent(now));
        both.AddOld(other, theirs);
        both.AddOld(this, mine);
        while (mine < _count || theirs < other._count)
        {
            var first = theirs == other._count || (mine < _count && At(mine) <= other.At(theirs));
            var (memory, index) = first ? (this, mine++) : (other, theirs++);
            both.Add(memory.Hash(index), memory.At(index));
        }

        (_hashes, _at, _start, _count) = (both._hashes, both._at, both._start, both._count);
    }

    /// <summary>Instants that no longer matter are not written: a stored state is mostly hashes.</summary>
    public void Write(SnapshotWriter writer, Instant now)
    {
        var recent = Recent(now);
        writer.Count(_count);
        writer.Count(recent);
        for (var i = 0; i < _count; i++)
        {
            writer.Fixed64(Hash(i));
            if (i >= _count - recent)
            {
                writer.Signed(now - At(i));
            }
        }
    }

    public static MessageMemory? Read(ref SnapshotReader reader, Instant now)
    {
        var (count, recent) = (reader.Count(), reader.Count());
        if (count == 0)
        {
            return null;
        }

        var memory = new MessageMemory();
        for (var i = 0; i < count; i++)
        {
            var hash = reader.Fixed64();
            var at = i >= count - recent ? now.PlusMilliseconds(-reader.Signed()) : Instant.Min;
            if (memory._count == memory._hashes.Length)
            {
                memory.Resize(memory._hashes.Length * 2);
            }

            (memory._hashes[i], memory._at[i]) = (hash, at);
            memory._count++;
        }

        return memory;
    }

    private int Recent(Instant now)
    {
        var recent = 0;
        while (recent < _count && now - At(_count - 1 - recent) <= CustomerLimits.MessageAge)
        {
            recent++;
        }

        return recent;
    }

    private void AddOld(MessageMemory from, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Add(from.Hash(i), Instant.Min);
        }
    }

    private ulong Hash(int index) => _hashes[(_start + index) & (_hashes.Length - 1)];

    private Instant At(int index) => _at[(_start + index) & (_at.Length - 1)];

    // What is forgotten follows from the adds and their nows alone, never from when it was asked.
    private void Forget(Instant now, int room)
    {
        while (_count + room > CustomerLimits.Messages
            && (_count + room > CustomerLimits.RecentMessages || now - At(0) > CustomerLimits.MessageAge))
        {
            _start = (_start + 1) & (_hashes.Length - 1);
            _count--;
        }

        if (_hashes.Length > 2 * CustomerLimits.Messages && _count <= _hashes.Length / 4)
        {
            Resize(_hashes.Length / 2); // a burst is over
        }
    }

    private void Resize(int capacity)
    {
        var (hashes, at) = (new ulong[capacity], new Instant[capacity]);
        for (var i = 0; i < _count; i++)
        {
            (hashes[i], at[i]) = (Hash(i), At(i));
        }

        (_hashes, _at, _start) = (hashes, at, 0);
    }
}
