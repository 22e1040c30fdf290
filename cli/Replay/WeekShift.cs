namespace Crm.Cli.Replay;

/// <summary>Moves history by whole weeks, so that a Saturday stays a Saturday and every gap stays as it is.</summary>
internal readonly record struct WeekShift(int Weeks)
{
    /// <summary>The shift after which <paramref name="last"/> lies as late as it can without reaching into <paramref name="now"/>'s UTC day.</summary>
    public static WeekShift ToYesterday(DateTimeOffset last, DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        // The last tick of yesterday, not today's midnight: what happened exactly at midnight happened today.
        return new((int)Math.Floor((today.AddTicks(-1) - last).TotalDays / 7));
    }

    public DateTimeOffset Apply(DateTimeOffset at) => at.AddDays(7 * Weeks);
}
