namespace Crm.Core.Events;

/// <summary>What one event may be at most.</summary>
public static class EventLimits
{
    /// <summary>Of the whole event as UTF-8 JSON: 32 KiB.</summary>
    public const int MaxBytes = 32 * 1024;

    /// <summary>Of objects and arrays within each other, the event itself included.</summary>
    public const int MaxDepth = 64;

    /// <summary>Of userId and anonymousId as UTF-8.</summary>
    public const int MaxIdBytes = 256;

    /// <summary>Of an order's or refund's amount, either side of 0.</summary>
    public const decimal MaxAmount = 1e15m;

    /// <summary>How far ahead of its receipt an event may be dated, and how far the sender's clock may be off to be corrected: 24 hours, in milliseconds.</summary>
    public const long Ahead = 24 * 60 * 60 * 1000;
}
