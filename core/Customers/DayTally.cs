using Crm.Core.Profiles;

namespace Crm.Core.Customers;

/// <summary>Adds up what orders contribute to their days, to find the difference that a change of them makes.</summary>
internal sealed class DayTally
{
    private readonly List<(DateOnly Day, DayFigures Figures)> _days = []; // few
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    /// <summary>Empty again.</summary>
    /// <param name="zone">In which days are counted.</param>
    public DayTally Begin(TimeZoneInfo zone)
    {
        _days.Clear();
        _zone = zone;
        return this;
    }

    public void Add(in OrderEntry entry) => Add(entry, entry.Figures);

    public void Take(in OrderEntry entry) => Add(entry, -entry.Figures);

    /// <summary>The days whose figures differ, earliest first.</summary>
    public List<(DateOnly Day, DayFigures Figures)> Differences()
    {
        _days.RemoveAll(static day => day.Figures == default);
        _days.Sort(static (one, other) => one.Day.CompareTo(other.Day));
        return _days;
    }

    private void Add(in OrderEntry entry, DayFigures figures)
    {
        if (figures == default)
        {
            return;
        }

        var day = entry.IsKnown ? Birthday.Today(entry.Date, _zone) : DayChange.Undated;
        var place = _days.FindIndex(other => other.Day == day);
        if (place < 0)
        {
            _days.Add((day, figures));
            return;
        }

        _days[place] = (day, _days[place].Figures + figures);
    }
}
