using Crm.Core.Events;
using Crm.Core.Time;

namespace Crm.Core.Tests.Rules.Evaluation.Random;

/// <summary>Random histories on a coarse grid of instants, so that equal instants and exact ends are common.</summary>
internal static class RandomHistory
{
    public static readonly string[] Names = ["A", "B", "C"];

    public static readonly TimeZoneInfo[] Zones =
    [
        .. new[] { "UTC", "America/Sao_Paulo", "Europe/Zagreb", "Europe/Rome", "Australia/Lord_Howe", "America/Havana" }.Select(TimeZoneInfo.FindSystemTimeZoneById),
    ];

    /// <summary>Mostly track.</summary>
    public static EventType Type(Draw draw) => draw.Chance(90) ? EventType.Track : draw.One(EventType.Page, EventType.Screen, EventType.Identify);

    private const long Hour = 3_600_000;

    /// <summary>Days around which months clamp or clocks change in those zones.</summary>
    private static readonly string[] Days =
        ["2017-01-27", "2017-01-30", "2017-02-17", "2017-02-27", "2017-03-11", "2017-03-25", "2017-04-01", "2016-10-15", "2016-02-28", "2017-10-28", "2017-11-04"];

    /// <summary>Somewhere in the years that the stock of dates is about.</summary>
    public static Instant Instant(Draw draw) => Start(draw).PlusMilliseconds(draw.Below(96) * Hour / 2);

    public static Instant Start(Draw draw) => Given.At(draw.One(Days) + "T00:00:00Z");

    /// <summary>The now of the next record.</summary>
    public static Instant Later(Draw draw, Instant now) => now.PlusMilliseconds(draw.Below(20) switch
    {
        < 4 => 0,
        < 12 => Hour / 2 * draw.Below(5),
        < 17 => Hour * draw.Below(24),
        18 => 24 * Hour * draw.Below(40),
        _ => Hour * draw.Below(72),
    });

    /// <summary>When an event that is read now happened: mostly now, at times long before.</summary>
    public static Instant Happened(Draw draw, Instant now) => draw.Below(10) switch
    {
        < 6 => now,
        < 9 => now.PlusMilliseconds(-Hour / 2 * draw.Below(12)),
        _ => now.PlusMilliseconds(-Hour * draw.Below(24 * 40)),
    };
}
