using Crm.Core.Time;

namespace Crm.Core.Profiles;

/// <summary>Where a customer stands in their life with a store. Stored: numbers never change.</summary>
public enum LifeStage : byte
{
    None,

    /// <summary>No order, and nobody knows who it is.</summary>
    Visitor,

    /// <summary>No order, but a user id, an e-mail address or a phone number.</summary>
    Lead,

    FirstOrder,

    Repeat,

    Loyal,

    /// <summary>Has ordered, but not for long.</summary>
    Slipping,

    Lost,
}

/// <summary>When a customer comes into which stage.</summary>
/// <param name="LoyalOrders">Orders from which on a customer is loyal; 2 to 1,000.</param>
/// <param name="SlippingDays">Days of 24 hours since the last order after which a customer is slipping; 1 to 3,650.</param>
/// <param name="LostDays">Days since the last order after which one is lost; more than <paramref name="SlippingDays"/>, to 3,650.</param>
public sealed record StageSettings(int LoyalOrders = 4, int SlippingDays = 90, int LostDays = 180)
{
    private const long Day = 24 * 60 * 60 * 1000;

    /// <param name="orders">Their number.</param>
    /// <param name="lastOrder">Null for a customer without orders.</param>
    /// <param name="isKnown">Whether there is a user id, an e-mail address or a phone number.</param>
    /// <param name="now">The instant to judge at.</param>
    /// <param name="nextChange">When the stage changes if nothing happens.</param>
    internal LifeStage Of(int orders, Instant? lastOrder, bool isKnown, Instant now, out Instant nextChange)
    {
        nextChange = Instant.Never;
        if (orders == 0 || lastOrder is not { } last)
        {
            return isKnown ? LifeStage.Lead : LifeStage.Visitor;
        }

        var (slipping, lost) = (last.PlusMilliseconds(SlippingDays * Day), last.PlusMilliseconds(LostDays * Day));
        if (now >= lost)
        {
            return LifeStage.Lost;
        }

        nextChange = now < slipping ? slipping : lost;
        return now >= slipping ? LifeStage.Slipping
            : orders >= LoyalOrders ? LifeStage.Loyal
            : orders == 1 ? LifeStage.FirstOrder : LifeStage.Repeat;
    }
}
