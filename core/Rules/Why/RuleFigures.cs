using Crm.Core.Profiles;
using Crm.Core.Rules.Text;
using Crm.Core.Time;

namespace Crm.Core.Rules.Why;

/// <summary>What a part asks for: the figures that are the same for every customer.</summary>
internal static class RuleFigures
{
    /// <returns>The kind of the part.</returns>
    public static string Of(Rule rule, FigureList figures)
    {
        switch (rule)
        {
            case AllRule all:
                figures.Number("parts", all.Parts.Length);
                return "all";
            case AnyRule any:
                figures.Number("parts", any.Parts.Length);
                return "any";
            case NotRule:
                return "not";
            case FieldRule field:
                figures.Text("field", field.Field);
                return "field";
            case TagRule tag:
                figures.Text("tag", tag.Tag);
                return "tag";
            case ConsentRule consent:
                figures.Word("channel", consent.Channel.Name());
                figures.Text("purpose", consent.Purpose ?? ContactChannels.DefaultPurpose);
                return "consent";
            case CanReceiveRule can:
                figures.Word("channel", can.Channel.Name());
                return "canReceive";
            case EveryoneRule:
                return "everyone";
            case TopRule top:
                figures.Text("field", top.Share.Field);
                figures.Number("percent", top.Share.Percent);
                return "top";
            case ListRule list:
                figures.Text("list", list.List);
                return "list";
            case SegmentRule segment:
                figures.Text("segment", segment.Segment);
                return "segment";
            case JourneyRule journey:
                figures.Text("automation", journey.Automation);
                return "journey";
            case SteadyRule steady:
                figures.Text("field", steady.Field);
                figures.Add("is", steady.Value);
                figures.Length("age", steady.Age);
                return "steady";
            default:
                return OfEvents(rule, figures);
        }
    }

    private static string OfEvents(Rule rule, FigureList figures)
    {
        switch (rule)
        {
            case DidRule did:
                return Did(RulePrinter.Print(did.Event), did.Times, did.Window, figures);
            case MessageRule message:
                return Did(RulePrinter.Print(message with { Times = Times.AtLeastOnce, Window = null }), message.Times, message.Window, figures);
            case FormRule form:
                return Did(RulePrinter.Print(form with { Times = Times.AtLeastOnce, Window = null }), form.Times, form.Window, figures);
            case AggregateRule aggregate:
                figures.Word("aggregate", Array.Find(Aggregates.All, form => form.Kind == aggregate.Kind).Json);
                figures.Text("property", aggregate.Property);
                figures.Text("event", RulePrinter.Print(aggregate.Event));
                figures.Word("operator", Operators.Of(aggregate.Comparison.Operator).Json);
                figures.Number("needed", aggregate.Comparison.Value.AsNumber);
                Window(aggregate.Window, figures);
                return "aggregate";
            case SameRule same:
                figures.Text("property", same.Property);
                figures.Text("event", RulePrinter.Print(same.Event));
                figures.Times("needed", same.Count);
                Window(same.Window, figures);
                return "same";
            case SegmentChangeRule change:
                figures.Text("segment", change.Segment);
                Window(change.Window, figures);
                return change.Entered ? "segmentChange.entered" : "segmentChange.left";
            case FirstTimeRule first:
                figures.Text("event", RulePrinter.Print(first.Event));
                Window(first.Window, figures);
                return "first";
            case RecencyRule recency:
                figures.Text("event", RulePrinter.Print(recency.Event));
                figures.Length("age", recency.Age);
                return recency.Which == Occurrence.First ? "recency.first" : "recency.last";
            case SequenceRule sequence:
                figures.Number("needed", sequence.Steps.Length);
                Length("within", sequence.Within, figures);
                Window(sequence.Window, figures);
                if (sequence.ThenNot is { } not)
                {
                    figures.Text("not", RulePrinter.Print(not));
                }

                return sequence.ThenNot is null ? "sequence" : "sequence.not";
            default:
                return rule.GetType().Name; // a kind without a template says its rule's text
        }
    }

    private static string Did(string name, Times times, Window? window, FigureList figures)
    {
        figures.Text("event", name);
        figures.Times("needed", times.Count);
        Window(window, figures);
        return times.Operator switch { TimesOperator.AtLeast => "did.atLeast", TimesOperator.AtMost => "did.atMost", _ => "did.exactly" };
    }

    private static void Length(string name, CalendarDuration? length, FigureList figures)
    {
        if (length is { } known)
        {
            figures.Length(name, known);
        }
    }

    private static void Window(Window? window, FigureList figures)
    {
        switch (window)
        {
            case LastWindow last:
                figures.Word("window", "last");
                figures.Length("length", last.Length);
                break;
            case AgoWindow ago:
                figures.Word("window", "ago");
                figures.Length("least", ago.Least);
                figures.Length("most", ago.Most);
                break;
            case DateWindow dates:
                figures.Word("window", dates.To.IsMissing ? "since" : "dates");
                figures.Add("from", dates.From);
                figures.Add("to", dates.To);
                break;
            case CalendarWindow calendar:
                figures.Word("window", Windows.Of(calendar.Period).Json);
                break;
            default:
                break; // ever
        }
    }
}
