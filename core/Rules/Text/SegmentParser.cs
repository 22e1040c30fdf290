using Crm.Core.Definitions;
using Crm.Core.Rules.Completion;

namespace Crm.Core.Rules.Text;

/// <summary>Other definitions of the store by their ids; the cursor stands after the first word.</summary>
internal sealed class SegmentParser(Cursor cursor)
{
    public const string Expected = "its id in quotes: a-z, 0-9, - and _, up to 64 of them";

    /// <summary><c>in segment "x"</c>, <c>in list "x"</c> and <c>in journey "x"</c>.</summary>
    public Rule In()
    {
        if (cursor.TryTake("journey"))
        {
            return new JourneyRule(Id(CompletionSlot.Automation));
        }

        if (cursor.TryTake("list"))
        {
            return new ListRule(Id(CompletionSlot.List));
        }

        if (!cursor.TryTake("segment"))
        {
            cursor.Unexpected("'segment', 'list' or 'journey'", ["segment", "list", "journey"]);
        }

        return new SegmentRule(Id(CompletionSlot.Segment));
    }

    /// <summary><c>entered segment "x"</c> and <c>left segment "x"</c>.</summary>
    public SegmentChangeRule Change(bool entered)
    {
        cursor.Expect("segment");
        var segment = Id(CompletionSlot.Segment);
        return new(entered, segment, cursor.ParseWindow());
    }

    private string Id(CompletionSlot slot)
    {
        cursor.AtEnd?.Slot = slot;
        var token = cursor.Current;
        var id = cursor.ParseText(Expected);
        if (!Slug.IsValid(id))
        {
            cursor.Fail(token, $"{Quoted.Print(id)} is no id", Expected);
        }

        return id;
    }
}
