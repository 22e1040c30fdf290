using System.Runtime.InteropServices;
using Crm.Core.Storage;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Customers;

/// <summary>What a trait holds; nested JSON is kept as its text.</summary>
internal readonly record struct TraitValue(Value Value, bool IsJson = false);

/// <summary>The custom traits, each as of the latest event that set it.</summary>
internal sealed class TraitSet
{
    private readonly List<Trait> _traits = new(1);

    public ReadOnlySpan<Trait> All => CollectionsMarshal.AsSpan(_traits);

    /// <summary>Missing for a trait that is not there.</summary>
    public Value Find(ReadOnlySpan<char> name) => IndexOf(name) is var index and >= 0 ? _traits[index].Held.Value : default;

    /// <summary>Whether a newer event has set or removed the trait.</summary>
    public bool IsReplaced(ReadOnlySpan<char> name, Instant at) => IndexOf(name) is var index and >= 0 && at < _traits[index].At;

    /// <summary>Whether the trait holds a value of another type.</summary>
    public bool IsOfAnotherType(ReadOnlySpan<char> name, in TraitValue held) =>
        !held.Value.IsMissing && IndexOf(name) is var index and >= 0 && _traits[index].Held is { Value.IsMissing: false } known
        && (known.Value.Kind != held.Value.Kind || known.IsJson != held.IsJson);

    /// <summary>Whether there is no room for this one.</summary>
    public bool IsTooMany(ReadOnlySpan<char> name) => _traits.Count == CustomerLimits.Traits && IndexOf(name) < 0;

    /// <summary>Sets the trait unless a newer event has; a missing value removes.</summary>
    /// <returns>The trait's name if its value changed.</returns>
    public string? Set(ReadOnlySpan<char> name, TraitValue held, Instant at)
    {
        var index = IndexOf(name);
        if (index < 0)
        {
            if (_traits.Count == CustomerLimits.Traits)
            {
                return null;
            }

            // A removal of what is not there is kept too: an older event that sets it may still come.
            var added = name.ToString();
            _traits.Add(new(added, held, at));
            return held.Value.IsMissing ? null : added;
        }

        ref var trait = ref CollectionsMarshal.AsSpan(_traits)[index];
        if (at < trait.At)
        {
            return null;
        }

        var changed = trait.Held != held;
        trait = new(trait.Name, held, at);
        return changed ? trait.Name : null;
    }

    /// <summary>Takes in another customer's: of each the value of the latest instant, of equals this one's.</summary>
    public void Absorb(TraitSet other)
    {
        foreach (var (name, held, at) in other.All)
        {
            if (IndexOf(name) is var index && (index < 0 || at > _traits[index].At))
            {
                Set(name, held, at);
            }
        }
    }

    public void Write(SnapshotWriter writer)
    {
        writer.Count(_traits.Count);
        foreach (var (name, held, at) in _traits)
        {
            writer.Text(name);
            writer.Instant(at);
            writer.Byte((byte)(held.IsJson ? JsonKind : (byte)held.Value.Kind));
            switch (held.Value.Kind)
            {
                case ValueKind.Text: writer.Text(held.Value.AsText); break;
                case ValueKind.Number: writer.Decimal(held.Value.AsNumber); break;
                case ValueKind.Boolean: writer.Flag(held.Value.AsBoolean); break;
            }
        }
    }

    public static TraitSet? Read(ref SnapshotReader reader)
    {
        var count = reader.Count();
        var traits = count == 0 ? null : new TraitSet();
        for (; count > 0; count--)
        {
            var (name, at, kind) = (reader.Text()!, reader.Instant(), reader.Byte());
            traits!._traits.Add(new(name, kind switch
            {
                JsonKind => new(Value.Of(reader.Text()), true),
                (byte)ValueKind.Text => new(Value.Of(reader.Text())),
                (byte)ValueKind.Number => new(Value.Of(reader.Decimal())),
                (byte)ValueKind.Boolean => new(Value.Of(reader.Flag())),
                _ => default,
            }, at));
        }

        return traits;
    }

    private const byte JsonKind = 0x80; // beside the kinds of Value

    private int IndexOf(ReadOnlySpan<char> name)
    {
        var traits = All;
        for (var i = 0; i < traits.Length; i++)
        {
            if (name.SequenceEqual(traits[i].Name))
            {
                return i;
            }
        }

        return -1;
    }

    internal readonly record struct Trait(string Name, TraitValue Held, Instant At);
}
