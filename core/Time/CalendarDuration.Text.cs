using System.Globalization;
using System.Text.RegularExpressions;

namespace Crm.Core.Time;

public readonly partial record struct CalendarDuration
{
    /// <summary>A hundred years, for each of the two parts: no instant of a store can leave the calendar by it.</summary>
    internal static readonly CalendarDuration Longest = new(1200, 36525 * 86_400_000L);

    /// <summary>From large to small; a unit is either calendar months or exact milliseconds.</summary>
    internal static readonly DurationUnit[] Units =
    [
        new("year", 12, 0, 'Y'), new("month", 1, 0, 'M'),
        new("week", 0, 604_800_000, 'W'), new("day", 0, 86_400_000, 'D'),
        new("hour", 0, 3_600_000, 'H'), new("minute", 0, 60_000, 'M'), new("second", 0, 1000, 'S'),
    ];

    /// <summary>True for a length that a rule may state: above zero and at most a hundred years.</summary>
    public bool IsValid =>
        Months >= 0 && Milliseconds >= 0 && (Months > 0 || Milliseconds > 0) &&
        Months <= Longest.Months && Milliseconds <= Longest.Milliseconds;

    /// <summary>Reads ISO 8601, such as P30D, PT2H, P3M, P1Y, P2W or PT0.5S; only seconds may have a fraction, of up to three digits.</summary>
    /// <returns>False for another form, and for what is not <see cref="IsValid"/>.</returns>
    public static bool TryParseIso(string text, out CalendarDuration duration)
    {
        duration = default;
        if (IsoForm().Match(text) is not { Success: true } match)
        {
            return false;
        }

        var milliseconds = 0L;
        for (var unit = 2; unit < Units.Length; unit++)
        {
            milliseconds += Number(match, unit + 1) * Units[unit].Milliseconds;
        }

        milliseconds += long.Parse(match.Groups[8].Value.PadRight(3, '0'), NumberStyles.None, CultureInfo.InvariantCulture);
        duration = new((int)((Number(match, 1) * 12) + Number(match, 2)), milliseconds);
        return duration.IsValid;
    }

    /// <summary>ISO 8601 in the largest unit that divides, such as P1Y or PT90M; both parts where both are there, such as P1M2D.</summary>
    public string ToIsoString()
    {
        var date = "";
        var time = "";
        foreach (var (amount, unit) in Split())
        {
            if (unit.Milliseconds is > 0 and < 86_400_000)
            {
                time = $"T{amount}{unit.Iso}";
            }
            else
            {
                date += $"{amount}{unit.Iso}";
            }
        }

        return $"P{date}{time}";
    }

    /// <summary>In words, in the largest unit that divides (people who write 7 days mean days: never weeks), such as 90 minutes; both parts where both are there, such as 1 month 2 days.</summary>
    public override string ToString() =>
        string.Join(' ', Split().Select(static part => part.Amount == "1" ? $"1 {part.Unit.Name}" : $"{part.Amount} {part.Unit.Name}s"));

    private IEnumerable<(string Amount, DurationUnit Unit)> Split()
    {
        var (months, milliseconds) = (Months, Milliseconds);
        if (months != 0)
        {
            var unit = Units.First(unit => unit.Months > 0 && months % unit.Months == 0);
            yield return ((months / unit.Months).ToString(CultureInfo.InvariantCulture), unit);
        }

        if (milliseconds != 0)
        {
            var unit = Units.FirstOrDefault(unit => unit is { Milliseconds: > 0, Iso: not 'W' } && milliseconds % unit.Milliseconds == 0) ?? Units[^1];
            yield return ((milliseconds / (decimal)unit.Milliseconds).ToString("0.###", CultureInfo.InvariantCulture), unit);
        }
    }

    private static long Number(Match match, int group) =>
        match.Groups[group] is { Success: true } found ? long.Parse(found.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\AP(?:([0-9]{1,6})Y)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})W)?(?:([0-9]{1,6})D)?(?:T(?=[0-9])(?:([0-9]{1,7})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,11})(?:\.([0-9]{1,3}))?S)?)?\z")]
    private static partial Regex IsoForm();
}

/// <param name="Name">Singular; the plural adds an s.</param>
/// <param name="Months">Of a calendar unit, else 0.</param>
/// <param name="Milliseconds">Of an exact unit, else 0.</param>
/// <param name="Iso">Its letter in ISO 8601.</param>
internal sealed record DurationUnit(string Name, int Months, long Milliseconds, char Iso);
