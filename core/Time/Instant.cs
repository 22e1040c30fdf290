using System.Globalization;
using Orleans;

namespace Crm.Core.Time;

/// <summary>A point in time in whole milliseconds since 1970-01-01T00:00:00Z.</summary>
[GenerateSerializer, Immutable, Alias("crm.instant")]
public readonly record struct Instant([property: Id(0)] long Milliseconds) : IComparable<Instant>
{
    /// <summary>Before every other instant: the now of a store that has seen no record.</summary>
    public static readonly Instant Min = new(0);

    /// <summary>After every other instant: what never happens by time alone.</summary>
    public static readonly Instant Never = new(long.MaxValue);

    public static Instant From(DateTimeOffset value) => new(value.ToUnixTimeMilliseconds());

    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);

    public Instant PlusMilliseconds(long milliseconds) => new(Milliseconds + milliseconds);

    public int CompareTo(Instant other) => Milliseconds.CompareTo(other.Milliseconds);

    public static bool operator <(Instant left, Instant right) => left.Milliseconds < right.Milliseconds;

    public static bool operator >(Instant left, Instant right) => left.Milliseconds > right.Milliseconds;

    public static bool operator <=(Instant left, Instant right) => left.Milliseconds <= right.Milliseconds;

    public static bool operator >=(Instant left, Instant right) => left.Milliseconds >= right.Milliseconds;

    public static long operator -(Instant left, Instant right) => left.Milliseconds - right.Milliseconds;

    public static Instant Earlier(Instant a, Instant b) => a < b ? a : b;

    public static Instant Later(Instant a, Instant b) => a > b ? a : b;

    /// <summary>UTC ISO-8601 with milliseconds, such as 2017-01-28T19:06:53.000Z; "never" for <see cref="Never"/>.</summary>
    public override string ToString() =>
        this == Never ? "never" : ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
