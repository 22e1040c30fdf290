using System.Text.Json.Serialization;

namespace Crm.Client.Rfm;

/// <summary>How a store scores its customers; what is not given is the store's default.</summary>
public sealed record RfmSettings
{
    /// <summary><c>thresholds</c> (default): all cuts are given; <c>quantiles</c>: those that are not given come of the store's customers.</summary>
    public string Method { get; init; } = "thresholds";

    /// <summary>How many scores there are of each: 3 to 5, default 5.</summary>
    public int Scores { get; init; } = 5;

    /// <summary>The cuts that are given, one fewer than scores.</summary>
    public RfmThresholds? Thresholds { get; init; }

    /// <summary>The share of a cut by which a value must lie beyond it before new cuts alone move a customer across: 0 to 0.5, default 0.</summary>
    public decimal Hysteresis { get; init; }

    /// <summary>The time from one refresh to the next by ISO 8601, such as <c>P1D</c>; default none: only when asked.</summary>
    public string? RefreshEvery { get; init; }

    /// <summary>The table of groups: the first row that fits wins, and who is in none is in <c>Others</c>. Default the CRM's own.</summary>
    public IReadOnlyList<RfmGroup>? Groups { get; init; }

    /// <summary>Rises when they change, 0 for the defaults; not looked at where they are put.</summary>
    public int Version { get; init; }
}

/// <summary>Cuts in ascending order; null: quantiles.</summary>
/// <param name="R">Whole days since the last order.</param>
/// <param name="F">Numbers of orders.</param>
/// <param name="M">Sums of order totals less refunds, in the store's currency.</param>
public sealed record RfmThresholds(
    IReadOnlyList<int>? R = null,
    IReadOnlyList<int>? F = null,
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)] IReadOnlyList<decimal>? M = null);

/// <summary>A row of the table: who has these scores, two of each, from and to.</summary>
/// <param name="Group">Its name, 1 to 50 characters.</param>
/// <param name="R">Default every score, as for the others.</param>
/// <param name="F">By orders.</param>
/// <param name="M">By amounts.</param>
/// <param name="Fm">The mean of F and M rounded half up.</param>
public sealed record RfmGroup(string Group, IReadOnlyList<int>? R = null, IReadOnlyList<int>? F = null, IReadOnlyList<int>? M = null, IReadOnlyList<int>? Fm = null);
