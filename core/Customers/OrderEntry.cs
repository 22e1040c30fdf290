using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>What is known of one order. Applying the same events in any order gives the same entry.</summary>
internal struct OrderEntry
{
    private const byte Completed = 1, Updated = 2, Priced = 4, Cancelled = 8, RefundedWhole = 16;

    private byte _flags;
    private decimal _total, _partlyRefunded;
    private Instant _pricedAt; // of the completion or update whose total holds: the latest by (instant, offset)
    private long _pricedOffset;

    public ulong Id { get; init; }

    /// <summary>The earliest completion; while none is known the earliest update.</summary>
    public Instant Date { get; private set; }

    /// <summary>By a completion or update: only then it has a date.</summary>
    public readonly bool IsKnown => (_flags & (Completed | Updated)) != 0;

    public readonly bool Counts => IsKnown && (_flags & Cancelled) == 0;

    public readonly decimal Total => _total;

    public readonly decimal Revenue => Counts ? _total : 0;

    /// <summary>Stated amounts add up; a refund without an amount is of the whole order.</summary>
    public readonly decimal Refunded =>
        (_flags & Cancelled) != 0 ? 0 : (_flags & RefundedWhole) != 0 ? Math.Max(_total, _partlyRefunded) : _partlyRefunded;

    /// <summary>What it adds to the figures of its day.</summary>
    public readonly DayFigures Figures => new(Counts ? 1 : 0, Revenue, IsKnown && !Counts ? 1 : 0, Refunded);

    public void Apply(in OrderFacts facts, Instant at, long offset)
    {
        switch (facts.Kind)
        {
            case OrderKind.Completed:
                Date = (_flags & Completed) != 0 ? Instant.Earlier(Date, at) : at;
                _flags |= Completed;
                Price(facts.Total, at, offset);
                break;
            case OrderKind.Updated:
                Date = (_flags & (Completed | Updated)) == 0 ? at : (_flags & Completed) != 0 ? Date : Instant.Earlier(Date, at);
                _flags |= Updated;
                Price(facts.Total, at, offset);
                break;
            case OrderKind.Cancelled:
                _flags |= Cancelled;
                break;
            case OrderKind.Refunded when facts.Refund is { } amount:
                _partlyRefunded += amount;
                break;
            case OrderKind.Refunded:
                _flags |= RefundedWhole;
                break;
        }
    }

    /// <summary>Takes in what another customer's events told of the same order.</summary>
    public void Absorb(in OrderEntry other)
    {
        if ((other._flags & (Completed | Updated)) != 0)
        {
            Date = ((_flags ^ other._flags) & Completed) != 0 ? ((_flags & Completed) != 0 ? Date : other.Date)
                : (_flags & (Completed | Updated)) != 0 ? Instant.Earlier(Date, other.Date)
                : other.Date;
        }

        _partlyRefunded += other._partlyRefunded;
        if ((other._flags & Priced) != 0)
        {
            Price(other._total, other._pricedAt, other._pricedOffset);
        }

        _flags |= other._flags;
    }

    public readonly void Write(SnapshotWriter writer)
    {
        writer.Fixed64(Id);
        writer.Byte(_flags);
        writer.Instant(Date);
        writer.Decimal(_partlyRefunded);
        if ((_flags & Priced) != 0)
        {
            writer.Decimal(_total);
            writer.Signed(_pricedAt - Date);
            writer.Signed(_pricedOffset);
        }
    }

    public static OrderEntry Read(ref SnapshotReader reader)
    {
        var entry = new OrderEntry { Id = reader.Fixed64(), _flags = reader.Byte(), Date = reader.Instant(), _partlyRefunded = reader.Decimal() };
        if ((entry._flags & Priced) != 0)
        {
            entry._total = reader.Decimal();
            entry._pricedAt = entry.Date.PlusMilliseconds(reader.Signed());
            entry._pricedOffset = reader.Signed();
        }

        return entry;
    }

    private void Price(decimal? total, Instant at, long offset)
    {
        if (total is not { } known || ((_flags & Priced) != 0 && (at < _pricedAt || (at == _pricedAt && offset < _pricedOffset))))
        {
            return;
        }

        (_total, _pricedAt, _pricedOffset) = (known, at, offset);
        _flags |= Priced;
    }
}
