using Crm.Core.Events;

namespace Crm.Core.Customers;

internal enum OrderKind : byte { None, Completed, Updated, Refunded, Cancelled }

/// <summary>What an event says of an order; read before anything changes, so that an invalid one leaves no trace.</summary>
internal partial struct OrderFacts
{
    private const ulong ByMessage = 0xA24BAED4963EE407, ByOffset = 0x9FB21C651E98DF25; // keep apart what stands in for an id

    private Amount _total, _revenue, _value, _products;
    private decimal _rate; // of the order's currency
    private byte _idRank; // order_id before orderId before orderID

    public OrderKind Kind { get; private set; }

    /// <summary>Hash of the order's id; where the event has none its messageId or else its offset stands in.</summary>
    public ulong Id { get; private set; }

    public RejectReason? Invalid { get; private set; }

    /// <summary>The first that is there of total, revenue and value, then the sum over products; null where nothing is.</summary>
    public readonly decimal? Total =>
        Stated is { Present: true } stated ? InOwn(stated) : _products.Present ? InOwn(_products) : null;

    /// <summary>As stated; null is the whole order.</summary>
    public readonly decimal? Refund => Stated.Present ? InOwn(Stated) : null;

    private readonly Amount Stated => _total.Present ? _total : _revenue.Present ? _revenue : _value;

    public static OrderFacts Read(in Event e, long offset, in Currencies currencies)
    {
        var facts = new OrderFacts { _rate = 1, Kind = e.Type == EventType.Track ? KindOf(e.Name) : OrderKind.None };
        if (facts.Kind != OrderKind.None)
        {
            facts.ReadMembers(e.Properties.Span, currencies);
            facts.Complete(e, offset);
        }

        return facts;
    }

    private readonly decimal InOwn(Amount amount) => decimal.Round(amount.Number * _rate, JsonNumber.Places);

    private static OrderKind KindOf(string name) => name switch
    {
        EventName.OrderCompleted => OrderKind.Completed,
        EventName.OrderUpdated => OrderKind.Updated,
        EventName.OrderRefunded => OrderKind.Refunded,
        EventName.OrderCancelled => OrderKind.Cancelled,
        _ => OrderKind.None,
    };

    private void Complete(in Event e, long offset)
    {
        if (Kind == OrderKind.Cancelled)
        {
            Invalid = null; // its amounts count nowhere
            Kind = Id == 0 ? OrderKind.None : Kind;
            return;
        }

        var amount = Stated.Present || Kind == OrderKind.Refunded ? Stated : _products;
        Invalid ??= amount.Invalid || Math.Abs(InOwn(amount)) > EventLimits.MaxAmount ? RejectReason.InvalidAmount : null;
        if (Id == 0)
        {
            Id = StableHash.Mix(e.MessageHash != 0 ? e.MessageHash ^ ByMessage : (ulong)offset ^ ByOffset);
        }
    }
}
