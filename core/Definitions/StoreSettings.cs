namespace Crm.Core.Definitions;

/// <summary>What is fixed when a store is created.</summary>
/// <param name="Name">Slug: a-z, 0-9 and '-', 1 to 40 long; the first part of every customer key.</param>
/// <param name="Clock">Where the store's time comes from.</param>
/// <param name="Zone">IANA time zone in which months and local days are counted; default UTC.</param>
/// <param name="Currency">ISO 4217 code of all its amounts; default USD.</param>
public sealed record StoreSettings(string Name, StoreClock Clock, string Zone = "UTC", string Currency = "USD");

public enum StoreClock : byte
{
    /// <summary>Time passes by itself: due wake-ups get a tick from the machine's clock.</summary>
    Wall,

    /// <summary>Time passes only with the records' own dates and with ticks from outside: history and tests.</summary>
    Log,
}
