using System.Collections.Frozen;

namespace Crm.Core.Rules.Why;

/// <summary>
/// Templates by the kind of part. <c>{name}</c> is a figure; what stands in brackets is said only where all its figures are there. A figure that is a word
/// is said by the template <c>name.word</c>, a unit of time by <c>unit.name</c>. Another language is another file of the same keys.
/// </summary>
internal static class English
{
    public static readonly FrozenDictionary<string, string> Templates = new Dictionary<string, string>
    {
        ["all"] = "{true} of {parts} parts hold, and all must",
        ["any"] = "{true} of {parts} parts hold, and one is enough",
        ["not"] = "This must not hold",
        ["everyone"] = "Everyone",

        ["field"] = "{field} is {value}",
        ["field.none"] = "{field} is not known",
        ["tag"] = "Has the tag {tag}",
        ["tag.none"] = "Does not have the tag {tag}",
        ["consent"] = "Consent to {channel} for {purpose} is {state}",
        ["canReceive"] = "Consent to {channel} for marketing is {state}[, and {missing} is not known]",

        ["did.atLeast"] = "{event} {count} of {needed} times needed[{window}][; the oldest counted leaves on {leaves}][; the next comes in on {comes}]",
        ["did.atLeast.more"] = "{event} {count} times or more, {needed} needed[{window}][; too few are left on {leaves}][; the next comes in on {comes}]",
        ["did.atMost"] = "{event} {count} times, {needed} allowed[{window}][; the oldest counted leaves on {leaves}][; the next comes in on {comes}]",
        ["did.atMost.more"] = "{event} {count} times or more, {needed} allowed[{window}][; the oldest counted leaves on {leaves}][; the next comes in on {comes}]",
        ["did.exactly"] = "{event} {count} times, exactly {needed} needed[{window}][; the oldest counted leaves on {leaves}][; the next comes in on {comes}]",
        ["did.exactly.more"] = "{event} {count} times or more, exactly {needed} needed[{window}][; the oldest counted leaves on {leaves}][; the next comes in on {comes}]",

        ["first"] = "{event} for the first time on {at}[, needed{window}][; that counts from {begins}][; that counts until {ends}]",
        ["first.none"] = "{event} never yet",
        ["recency.first"] = "First {event} on {at}[; {age} after it is {turns}]",
        ["recency.first.none"] = "{event} never yet",
        ["recency.last"] = "Last {event} on {at}[; {age} after it is {turns}]",
        ["recency.last.none"] = "{event} never yet",

        ["aggregate"] = "{aggregate} of {property} of {event}[{window}] is {value}, asked for {operator} {needed}[; the oldest counted leaves on {leaves}][; the next comes in on {comes}]",
        ["aggregate.none"] = "{aggregate} of {property} of {event}[{window}] is not known, asked for {operator} {needed}[; the next comes in on {comes}]",
        ["aggregate.sum"] = "Sum",
        ["aggregate.average"] = "Average",
        ["aggregate.min"] = "Least",
        ["aggregate.max"] = "Greatest",
        ["aggregate.countDistinct"] = "Number of different values",
        ["same"] = "One and the same {property} of {event} {count} of {needed} times needed[{window}][; the oldest counted leaves on {leaves}][; the next comes in on {comes}]",

        ["steady"] = "{field} is {is} since {since}[; {age} after that is {turns}]",
        ["steady.none"] = "{field} is not {is}",
        ["segment"] = "In the segment {segment} since {since}",
        ["segment.none"] = "Not in the segment {segment}[, since {since}]",
        ["segmentChange.entered"] = "Entered the segment {segment} {count} times[{window}][; the oldest counted leaves on {leaves}][; the next comes in on {comes}]",
        ["segmentChange.entered.more"] = "Entered the segment {segment}[{window}][; that counts until {leaves}]",
        ["segmentChange.left"] = "Left the segment {segment} {count} times[{window}][; the oldest counted leaves on {leaves}][; the next comes in on {comes}]",
        ["segmentChange.left.more"] = "Left the segment {segment}[{window}][; that counts until {leaves}]",
        ["top"] = "{field} is {value}, among the top {percent} %",
        ["top.none"] = "[{field} is {value}, ]not among the top {percent} %",
        ["list"] = "On the list {list}",
        ["list.none"] = "Not on the list {list}",
        ["journey"] = "In a run of the automation {automation}",
        ["journey.none"] = "Not in a run of the automation {automation}",

        ["sequence"] = "All {needed} steps[ within {within}][, the first{window}]",
        ["sequence.waits"] = "{steps} of {needed} steps[ within {within}][, the first{window}][; the last on {last}]; waits for {next}[ until {by}]",
        ["sequence.later"] = "All {needed} steps[ within {within}]; the first comes in[{window}] on {by}",
        ["sequence.not"] = "All {needed} steps[, the first{window}], and {not} did not follow[ within {within}]",
        ["sequence.not.waits"] = "{steps} of {needed} steps[, the first{window}][; the last on {last}][; {not} on {followed}]; waits for {next}[ until {by}]",
        ["sequence.not.quiet"] = "All {needed} steps[, the first{window}][; the last on {last}]; holds from {by} if {not} does not follow",

        ["sequence.not.later"] = "All {needed} steps, and {not} did not follow[ within {within}]; it holds[{window}] from {by}",

        ["window.last"] = " in the last {length}",
        ["window.ago"] = " between {least} and {most} ago",
        ["window.since"] = " since {from}",
        ["window.dates"] = " between {from} and {to}",
        ["window.day"] = " today",
        ["window.week"] = " this week",
        ["window.month"] = " this month",
        ["window.year"] = " this year",
    }.ToFrozenDictionary();
}
