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
            default:
                return OfEvents(rule, figures);
        }
    }

    private static string OfEvents(Rule rule, FigureList figures)
    {
        switch (rule)
        {
            case DidRule did:
                figures.Text("event", RulePrinter.Print(did.Event));
                figures.Times("needed", did.Times.Count);
                Window(did.Window, figures);
                return did.Times.Operator switch { TimesOperator.AtLeast => "did.atLeast", TimesOperator.AtMost => "did.atMost", _ => "did.exactly" };
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
