using System.Text.Json.Serialization;
using Crm.Core.Time;
using Crm.Core.Values;
using Crm.Postgres.Live;

namespace Crm.Silo.Live;

/// <summary>A store as a whole, now.</summary>
internal sealed record LiveBody
{
    /// <summary>By the database's clock.</summary>
    public required Instant AsOf { get; init; }

    public required EventsBody Events { get; init; }

    /// <summary>The age of the oldest record of the log whose effects are not visible yet, of whatever store; 0 where none has waited for about a second, null where it is not known.</summary>
    public required double? LagSeconds { get; init; }

    public required ChangesBody Changes { get; init; }

    /// <summary>Customers of whom an event is known, at most 15 seconds old; who was merged into another is a part of that one.</summary>
    public required long Customers { get; init; }

    /// <summary>ISO 4217 code of the amounts.</summary>
    public required string Currency { get; init; }

    /// <summary>IANA time zone of the days.</summary>
    public required string Zone { get; init; }

    /// <summary>The last 90 days of the data, oldest first, without gaps; the last one is the newest that has an order.</summary>
    public required IReadOnlyList<DayBody> Days { get; init; }

    /// <summary>Customers with at least one order, by RFM group.</summary>
    public required IReadOnlyDictionary<string, long> Groups { get; init; }

    public required IReadOnlyList<HealthPartBody> Health { get; init; }
}

/// <summary>What of a store changes by the second.</summary>
internal sealed record StatusBody
{
    /// <summary>By the database's clock.</summary>
    public required Instant AsOf { get; init; }

    public required EventsBody Events { get; init; }

    /// <summary>The age of the oldest record of the log whose effects are not visible yet, of whatever store; 0 where none has waited for about a second, null where it is not known.</summary>
    public required double? LagSeconds { get; init; }

    public required ChangesBody Changes { get; init; }

    public required long Customers { get; init; }

    public required IReadOnlyList<HealthPartBody> Health { get; init; }
}

/// <param name="Total">Events that counted, ever.</param>
/// <param name="PerSecond">That became visible, the mean of the last 5 to 10 seconds.</param>
/// <param name="LastAt">When the newest became visible; null before the first.</param>
internal sealed record EventsBody(long Total, double PerSecond, Instant? LastAt)
{
    public static EventsBody Of(StoreActivity activity) => new(activity.Events, Math.Round(activity.EventsPerSecond, 1), activity.LastAt);
}

/// <param name="Total">Changes of customers in the feed, ever: entered, left, merged, erased.</param>
/// <param name="PerSecond">That became visible, the mean of the last 5 to 10 seconds.</param>
internal sealed record ChangesBody(long Total, double PerSecond)
{
    public static ChangesBody Of(StoreActivity activity) => new(activity.Changes, Math.Round(activity.ChangesPerSecond, 1));
}

/// <param name="Day">Such as 2026-03-14, in the store's time zone.</param>
/// <param name="Orders">Orders of that day that count: known, and not cancelled.</param>
/// <param name="Revenue">The sum of their totals before refunds.</param>
/// <param name="Cancelled">Orders of that day that were cancelled, whenever that was.</param>
/// <param name="Refunded">Refunds of that day's orders, whenever they were.</param>
internal sealed record DayBody(DateOnly Day, long Orders, string Revenue, long Cancelled, string Refunded)
{
    public static DayBody Of(StoreDay day) =>
        new(day.Day, day.Figures.Orders, AmountText.Of(day.Figures.Revenue), day.Figures.Cancelled, AmountText.Of(day.Figures.Refunded));
}

/// <param name="Part">log, database, pumps or cluster.</param>
/// <param name="State">ok, slow or failing.</param>
/// <param name="Code">What is the matter, by a name that does not change; docs/live.md lists them.</param>
/// <param name="Detail">The same in English.</param>
internal sealed record HealthPartBody(string Part, string State, string Code, string Detail)
{
    public static HealthPartBody Ok(string part, string code, string detail) => new(part, "ok", code, detail);

    public static HealthPartBody Slow(string part, string code, string detail) => new(part, "slow", code, detail);

    public static HealthPartBody Failing(string part, string code, string detail) => new(part, "failing", code, detail);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(LiveBody))]
[JsonSerializable(typeof(StatusBody))]
[JsonSerializable(typeof(FiringBody))]
internal sealed partial class LiveJson : JsonSerializerContext;
