using System.Numerics;
using Crm.Core.Storage;

namespace Crm.Core.Rules.Evaluation;

/// <summary>Which segments are to be evaluated at the next settling.</summary>
internal struct MarkSet(int size)
{
    private readonly int _size = size;
    private ulong[]? _words;
    private bool _any;

    public readonly bool Any => _any;

    public void Add(int index)
    {
        _words ??= new ulong[(_size + 63) / 64];
        _words[index >> 6] |= 1ul << index;
        _any = true;
    }

    public void Add(int[] indices)
    {
        foreach (var index in indices)
        {
            Add(index);
        }
    }

    public void AddAll()
    {
        for (var index = 0; index < _size; index++)
        {
            Add(index);
        }
    }

    public readonly bool Has(int index) => _any && (_words![index >> 6] >> index & 1) != 0;

    /// <summary>The first at or after an index; -1 if none.</summary>
    public readonly int Next(int from)
    {
        for (var word = from >> 6; _any && word < _words!.Length; word++, from = word << 6)
        {
            var rest = _words[word] >> (from & 63);
            if (rest != 0)
            {
                return from + BitOperations.TrailingZeroCount(rest);
            }
        }

        return -1;
    }

    /// <summary>The words are kept: a customer who is marked once is marked again.</summary>
    public void Clear()
    {
        _words.AsSpan().Clear();
        _any = false;
    }

    public readonly void Write(SnapshotWriter writer)
    {
        writer.Flag(_any);
        for (var word = 0; _any && word < _words!.Length; word++)
        {
            writer.Unsigned(_words[word]);
        }
    }

    public static MarkSet Read(int size, ref SnapshotReader reader)
    {
        var marks = new MarkSet(size);
        if (reader.Flag())
        {
            marks._any = true;
            marks._words = new ulong[(size + 63) / 64];
            for (var word = 0; word < marks._words.Length; word++)
            {
                marks._words[word] = reader.Unsigned();
            }
        }

        return marks;
    }
}
