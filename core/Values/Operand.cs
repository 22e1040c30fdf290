namespace Crm.Core.Values;

/// <summary>What a comparison compares to, prepared once.</summary>
internal sealed class Operand
{
    private readonly TimeZoneInfo _zone;
    private readonly ValueKind _kind;
    private readonly decimal? _number;

    public Operand(Value value, TimeZoneInfo zone)
    {
        _zone = zone;
        _kind = value.Kind;
        var view = ValueView.Of(value);
        Text = view.Text.ToString();
        _number = view.TryNumber(out var number) || _kind == ValueKind.Boolean ? number : null;
        Date = view.TryDate(zone, out var date) ? date : null;
    }

    /// <summary>In NFC; empty for what is not text.</summary>
    public string Text { get; }

    /// <summary>Of an instant, or of text in ISO form.</summary>
    public DateRange? Date { get; }

    public bool Equals(in ValueView value) =>
        value.Kind == ValueKind.Boolean && _kind == ValueKind.Boolean
            ? value.Number == _number
            : TryCompare(value, out var order) && order == 0;

    /// <summary>
    /// Orders like kinds: two numbers or a number and a numeric string, two texts, two dates of which one at most is ISO
    /// text. Of a whole day every instant in it is equal to it.
    /// </summary>
    /// <returns>False where the two are not ordered.</returns>
    public bool TryCompare(in ValueView value, out int order)
    {
        order = 0;
        switch (value.Kind, _kind)
        {
            case (ValueKind.Text, ValueKind.Text):
                order = value.Text.CompareTo(Text, StringComparison.OrdinalIgnoreCase);
                return true;
            case (ValueKind.Number, ValueKind.Number or ValueKind.Text) or (ValueKind.Text, ValueKind.Number):
                if (_number is not { } mine || !value.TryNumber(out var number))
                {
                    return false;
                }

                order = number.CompareTo(mine);
                return true;
            case (ValueKind.Instant, ValueKind.Instant or ValueKind.Text) or (ValueKind.Text, ValueKind.Instant):
                if (Date is not { } day || !value.TryDate(_zone, out var date))
                {
                    return false;
                }

                order = date.Start < day.Start ? -1 : date.Start < day.End ? 0 : 1;
                return true;
            default:
                return false;
        }
    }
}
