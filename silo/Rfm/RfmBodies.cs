using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crm.Core.Rfm;
using Crm.Core.Time;
using Crm.Core.Values;
using Crm.Silo.Http;

namespace Crm.Silo.Rfm;

/// <param name="Version">Of the cuts.</param>
/// <param name="Method">How they were found: thresholds or quantiles.</param>
/// <param name="Cuts">Between the scores.</param>
/// <param name="Groups">Customers with at least one order, by group.</param>
/// <param name="Grid">The same by recency (row, score 1 first) and frequency (column, score 1 first).</param>
/// <param name="AsOf">The store's time for which the cuts were found; null where they were never looked for.</param>
/// <param name="Customers">Customers with at least one order at that time.</param>
internal sealed record RfmAnswer(
    int Version, string Method, CutsBody Cuts, Dictionary<string, long> Groups, ImmutableArray<ImmutableArray<long>> Grid, Instant? AsOf, long Customers);

/// <param name="R">Whole days since the last order.</param>
/// <param name="F">Numbers of orders.</param>
/// <param name="M">Sums of order totals less refunds, in the store's currency.</param>
internal sealed record CutsBody(ImmutableArray<int> R, ImmutableArray<int> F, ImmutableArray<string> M)
{
    public static CutsBody Of(RfmSettings rfm) => new(rfm.RecencyDays, rfm.FrequencyOrders, [.. rfm.MonetaryAmounts.Select(AmountText.Of)]);
}

/// <param name="R">Whole days since the last order, ascending, one fewer than scores.</param>
/// <param name="F">Numbers of orders.</param>
/// <param name="M">Sums of order totals less refunds, in the store's currency, as decimal strings.</param>
internal sealed record ThresholdsBody(IReadOnlyList<int>? R = null, IReadOnlyList<int>? F = null, IReadOnlyList<string?>? M = null);

/// <param name="Group">Its name, 1 to 50 characters; several rows may have the same.</param>
/// <param name="R">From and to, both included; default every score, as for the others.</param>
/// <param name="F">From and to.</param>
/// <param name="M">From and to.</param>
/// <param name="FM">From and to of the mean of F and M rounded half up.</param>
internal sealed record GroupRowBody(
    string? Group = null, IReadOnlyList<int>? R = null, IReadOnlyList<int>? F = null, IReadOnlyList<int>? M = null, [property: JsonPropertyName("fm")] IReadOnlyList<int>? FM = null)
{
    public static GroupRowBody Of(RfmGroup row) => new(row.Name, [row.R.From, row.R.To], [row.F.From, row.F.To], [row.M.From, row.M.To], [row.FM.From, row.FM.To]);

    public RfmGroup? Check(string at, int scores, List<FieldError> errors)
    {
        var before = errors.Count;
        if (!Text.IsUsable(Group, RfmGroup.MostNameLength))
        {
            errors.Add(new($"{at}.group", $"Must be text of 1 to {RfmGroup.MostNameLength} characters."));
        }

        var (r, f, m, fm) = (Range($"{at}.r", R, scores, errors), Range($"{at}.f", F, scores, errors), Range($"{at}.m", M, scores, errors), Range($"{at}.fm", FM, scores, errors));
        return errors.Count > before ? null : new(Group!, r, f, m, fm);
    }

    private static ScoreRange Range(string at, IReadOnlyList<int>? range, int scores, List<FieldError> errors)
    {
        if (range is null)
        {
            return new(1, (byte)scores);
        }

        if (range is [var from, var to] && from >= 1 && from <= to && to <= scores)
        {
            return new((byte)from, (byte)to);
        }

        errors.Add(new(at, $"Must be two scores from 1 to {scores}, the lower one first."));
        return default;
    }
}

/// <summary>How the store scores its customers.</summary>
internal sealed record RfmSettingsBody
{
    /// <summary>thresholds: all cuts are given; quantiles: those that are not given come of the store's customers.</summary>
    public required string Method { get; init; }

    public required int Scores { get; init; }

    /// <summary>Those that are given.</summary>
    public required ThresholdsBody Thresholds { get; init; }

    /// <summary>Which orders count: all.</summary>
    public required string Window { get; init; }

    /// <summary>The share of a cut by which a value must lie beyond it before new cuts alone move a customer.</summary>
    public required decimal Hysteresis { get; init; }

    /// <summary>The time from one refresh to the next, by ISO 8601; null: only when asked.</summary>
    public required string? RefreshEvery { get; init; }

    /// <summary>The first row that fits wins; who is in none is in Others.</summary>
    public required ImmutableArray<GroupRowBody> Groups { get; init; }

    /// <summary>Rises when they change; also the ETag. 0 are the defaults.</summary>
    public required int Version { get; init; }

    public static RfmSettingsBody Of(RfmPlan plan) => new()
    {
        Method = NameOf(plan),
        Scores = plan.Scores,
        Thresholds = new(
            plan.RecencyDays is { } r ? [.. r] : null, plan.FrequencyOrders is { } f ? [.. f] : null, plan.MonetaryAmounts is { } m ? [.. m.Select(AmountText.Of)] : null),
        Window = PutRfmSettingsBody.WholeTime,
        Hysteresis = plan.Hysteresis,
        RefreshEvery = plan.Every is { } every ? new CalendarDuration(0, (long)every.TotalMilliseconds).ToIsoString() : null,
        Groups = [.. plan.Groups.Rows.Select(GroupRowBody.Of)],
        Version = plan.Version,
    };

    public static string NameOf(RfmPlan plan) => plan.HasQuantiles ? PutRfmSettingsBody.Measured : PutRfmSettingsBody.Given;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(RfmAnswer))]
[JsonSerializable(typeof(RfmSettingsBody))]
[JsonSerializable(typeof(PutRfmSettingsBody))]
[JsonSerializable(typeof(Page<PutRfmSettingsBody>))]
internal sealed partial class RfmJson : JsonSerializerContext;
