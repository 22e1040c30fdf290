using System.Runtime.InteropServices;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>
/// What lies in the cart. What is dated before the newest emptying (an order, or a view that lists the whole cart) does not
/// count, and an emptying leaves lines that changed after it.
/// </summary>
internal sealed class Cart
{
    private readonly List<CartLine> _lines = [];
    private Instant _emptiedAt = Instant.Min;

    public decimal Items { get; private set; }

    public decimal Value { get; private set; }

    /// <summary>False where a newer emptying makes this one void.</summary>
    public bool Empty(Instant at)
    {
        if (at < _emptiedAt)
        {
            return false;
        }

        _emptiedAt = at;
        for (var i = _lines.Count - 1; i >= 0; i--)
        {
            if (_lines[i].ChangedAt <= at)
            {
                _lines.RemoveAt(i);
            }
        }

        Recount();
        return true;
    }

    /// <param name="product">Without an id it is left out.</param>
    /// <param name="removed">Takes the quantity away; a line at 0 is gone.</param>
    /// <param name="at">Of the event; before the newest emptying nothing happens.</param>
    public void Change(in ProductFacts product, bool removed, Instant at)
    {
        if (product.Id == 0 || product.Quantity <= 0 || at < _emptiedAt)
        {
            return;
        }

        var index = IndexOf(product.Id);
        if (index < 0)
        {
            if (removed || _lines.Count == CustomerLimits.CartLines)
            {
                return;
            }

            _lines.Add(new() { Id = product.Id, ChangedAt = at });
            index = _lines.Count - 1;
        }

        ref var line = ref CollectionsMarshal.AsSpan(_lines)[index];
        line.Quantity += removed ? -product.Quantity : product.Quantity;
        line.Price = removed ? line.Price : product.Price ?? line.Price;
        line.ChangedAt = Instant.Later(line.ChangedAt, at);
        if (line.Quantity <= 0)
        {
            _lines.RemoveAt(index);
        }

        Recount();
    }

    /// <summary>Takes in another customer's: what the newer emptying of the two leaves; of a product that both have the quantities add up.</summary>
    public void Absorb(Cart other)
    {
        Empty(Instant.Later(_emptiedAt, other._emptiedAt));
        foreach (var theirs in other._lines)
        {
            var index = IndexOf(theirs.Id);
            if (theirs.ChangedAt <= _emptiedAt && other._emptiedAt < _emptiedAt)
            {
                continue;
            }

            if (index >= 0)
            {
                var mine = _lines[index];
                _lines[index] = (theirs.ChangedAt > mine.ChangedAt ? theirs : mine) with { Quantity = mine.Quantity + theirs.Quantity };
            }
            else if (_lines.Count < CustomerLimits.CartLines)
            {
                _lines.Add(theirs);
            }
        }

        Recount();
    }

    public void Write(SnapshotWriter writer)
    {
        writer.Instant(_emptiedAt);
        writer.Count(_lines.Count);
        foreach (var line in _lines)
        {
            writer.Fixed64(line.Id);
            writer.Decimal(line.Quantity);
            writer.Decimal(line.Price);
            writer.Instant(line.ChangedAt);
        }
    }

    public static Cart Read(ref SnapshotReader reader)
    {
        var cart = new Cart { _emptiedAt = reader.Instant() };
        for (var left = reader.Count(); left > 0; left--)
        {
            cart._lines.Add(new()
            {
                Id = reader.Fixed64(),
                Quantity = reader.Decimal(),
                Price = reader.Decimal(),
                ChangedAt = reader.Instant(),
            });
        }

        cart.Recount();
        return cart;
    }

    private int IndexOf(ulong id)
    {
        for (var i = 0; i < _lines.Count; i++)
        {
            if (_lines[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }

    private void Recount()
    {
        (Items, Value) = (0, 0);
        foreach (var line in _lines)
        {
            Items += line.Quantity;
            Value += line.Quantity * line.Price;
        }
    }

    private record struct CartLine(ulong Id, decimal Quantity, decimal Price, Instant ChangedAt);
}
