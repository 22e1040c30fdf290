namespace Crm.Core.Events;

/// <summary>Why a record is no event, or one that must not be counted; it goes to the dead letters with this reason.</summary>
public enum RejectReason : byte
{
    /// <summary>Not one complete JSON value.</summary>
    MalformedJson = 1,

    /// <summary>JSON, but not an object.</summary>
    NotAnObject,

    /// <summary>No type, or none of <see cref="EventType"/>.</summary>
    UnknownType,

    /// <summary>A track event without a name.</summary>
    MissingEventName,

    /// <summary>Neither userId nor anonymousId.</summary>
    MissingIds,

    /// <summary>A member that the decoder reads is of another JSON type than it must be.</summary>
    WrongType,

    /// <summary>A time that is not ISO-8601, before 1970 or after 9999.</summary>
    InvalidTimestamp,

    /// <summary>Dated further ahead of its receipt than <see cref="EventLimits.Ahead"/>.</summary>
    FutureDate,

    /// <summary>Longer than <see cref="EventLimits.MaxBytes"/>.</summary>
    TooLarge,

    /// <summary>Nested deeper than <see cref="EventLimits.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>Bytes that are not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>A userId or anonymousId longer than <see cref="EventLimits.MaxIdBytes"/>.</summary>
    IdTooLong,

    /// <summary>An id or a name that no store keeps: U+0000, or half of a surrogate pair.</summary>
    InvalidText,

    /// <summary>An order in another currency than the store's, for which the store has no rate.</summary>
    UnknownCurrency,

    /// <summary>An order's or refund's amount that is not a number, or beyond <see cref="EventLimits.MaxAmount"/>.</summary>
    InvalidAmount,

    /// <summary>Of a store that there was not when the record was read.</summary>
    UnknownStore,

    /// <summary>Forwarded out of its turn, or to a partition that is not its customer's home.</summary>
    Misdirected,
}
