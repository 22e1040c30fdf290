using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Crm.Core.Rfm;
using Crm.Core.Time;
using Crm.Silo.Http;

namespace Crm.Silo.Rfm;

/// <param name="Method">thresholds (default) or quantiles.</param>
/// <param name="Scores">3 to 5, default 5.</param>
/// <param name="Thresholds">By thresholds all three, which for five scores have defaults; by quantiles those that are not to come of the store's customers.</param>
/// <param name="Window">Which orders count: only all.</param>
/// <param name="Hysteresis">The share of a cut by which a value must lie beyond it before new cuts alone move a customer: 0 to 0.5, default 0.</param>
/// <param name="RefreshEvery">The time from one refresh to the next, by ISO 8601, from PT15M to P366D; default none: only when asked.</param>
/// <param name="Groups">1 to 125 rows; the first that fits wins. Default the table of docs/rfm.md.</param>
/// <param name="Version">Not looked at, so that what was read can be put.</param>
internal sealed record PutRfmSettingsBody(
    string? Method = null, int? Scores = null, ThresholdsBody? Thresholds = null, string? Window = null, decimal? Hysteresis = null, string? RefreshEvery = null,
    IReadOnlyList<GroupRowBody?>? Groups = null, int? Version = null)
{
    internal const string Given = "thresholds", Measured = "quantiles", WholeTime = "all";
    private const int MostDays = 36_500, MostOrders = 1_000_000;
    private const decimal MostAmount = 1_000_000_000_000, MostHysteresis = 0.5m;

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(15), Longest = TimeSpan.FromDays(366);

    public List<FieldError> Check(out RfmPlan plan)
    {
        var errors = new List<FieldError>();
        var scores = Scores ?? RfmPlan.MostScores;
        if (Method is not (null or Given or Measured))
        {
            errors.Add(new("method", $"Must be {Given} or {Measured}."));
        }

        if (Window is not (null or WholeTime))
        {
            errors.Add(new("window", $"Must be {WholeTime}: all orders count, of whatever age. A shorter window is not available yet."));
        }

        if (Hysteresis is < 0 or > MostHysteresis)
        {
            errors.Add(new("hysteresis", $"Must be from 0 to {MostHysteresis.ToString(CultureInfo.InvariantCulture)}."));
        }

        var every = Duration(errors);
        plan = RfmPlan.Default;
        if (scores is < RfmPlan.FewestScores or > RfmPlan.MostScores)
        {
            errors.Add(new("scores", $"Must be from {RfmPlan.FewestScores} to {RfmPlan.MostScores}."));
            return errors; // the rest depends on it
        }

        var cuts = new CutsCheck(scores, Method == Measured, errors);
        var next = new RfmPlan
        {
            Scores = scores,
            RecencyDays = cuts.Of("r", Thresholds?.R?.Select(static cut => (int?)cut), 1, MostDays, "whole numbers of days", RfmPlan.Default.RecencyDays),
            FrequencyOrders = cuts.Of("f", Thresholds?.F?.Select(static cut => (int?)cut), 1, MostOrders, "whole numbers", RfmPlan.Default.FrequencyOrders),
            MonetaryAmounts = cuts.Of("m", Thresholds?.M?.Select(Amount), -MostAmount, MostAmount, "decimal strings", RfmPlan.Default.MonetaryAmounts),
            Hysteresis = Hysteresis ?? 0,
            Every = every,
            Groups = Table(scores, errors),
        };
        if (Method == Measured && !next.HasQuantiles)
        {
            errors.Add(new("method", $"All thresholds are given: that is {Given}."));
        }

        plan = errors.Count == 0 ? next : plan;
        return errors;
    }

    private TimeSpan? Duration(List<FieldError> errors)
    {
        if (RefreshEvery is null)
        {
            return null;
        }

        if (CalendarDuration.TryParseIso(RefreshEvery, out var every) && every.Months == 0
            && TimeSpan.FromMilliseconds(every.Milliseconds) is var length && length >= Shortest && length <= Longest && length.Milliseconds == 0)
        {
            return length;
        }

        errors.Add(new("refreshEvery", "Must be a length of time from PT15M to P366D, such as P1D, in whole seconds and without months or years."));
        return null;
    }

    private RfmGroups Table(int scores, List<FieldError> errors)
    {
        if (Groups is null)
        {
            return DefaultGroups.Of(scores);
        }

        if (Groups.Count is 0 or > RfmGroups.MostRows)
        {
            errors.Add(new("groups", $"Must be 1 to {RfmGroups.MostRows} rows."));
        }

        var rows = Groups.Take(RfmGroups.MostRows).Select((row, i) => (row ?? new()).Check($"groups[{i}]", scores, errors)).ToArray();
        return RfmGroups.Of(scores, [.. rows.OfType<RfmGroup>()]);
    }

    private static decimal? Amount(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    /// <summary>Null where they come of the customers; or where there is an error.</summary>
    private readonly struct CutsCheck(int scores, bool measured, List<FieldError> errors)
    {
        public ImmutableArray<T>? Of<T>(string name, IEnumerable<T?>? given, T least, T most, string what, ImmutableArray<T>? defaults) where T : struct, INumber<T>
        {
            if (given is null && (measured || scores == RfmPlan.MostScores))
            {
                return measured ? null : defaults;
            }

            T?[] cuts = [.. given ?? []];
            var isRight = cuts.Length == scores - 1 && cuts.All(cut => cut is { } value && value >= least && value <= most)
                && cuts.Zip(cuts.Skip(1)).All(static pair => pair.First < pair.Second);
            if (!isRight)
            {
                errors.Add(new($"thresholds.{name}", $"Must be {scores - 1} {what} from {least} to {most}, ascending."));
                return null;
            }

            return [.. cuts.Select(static cut => cut!.Value)];
        }
    }
}
