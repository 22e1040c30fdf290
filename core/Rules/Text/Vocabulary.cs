using Crm.Core.Customers;

namespace Crm.Core.Rules.Text;

/// <summary>The words that can stand in a place, for suggestions.</summary>
internal static class Vocabulary
{
    public static readonly string[] Continuations = ["and", "or", "where", "then", "within", "in", "at", "exactly", "for", "of", "between", "since", "today", "this", "ever", "ago"];

    /// <summary>Keywords and fields that can begin a rule.</summary>
    public static readonly string[] Starts =
        [
            "everyone", "not", "did", "has", "consent", "can", "first", "last", "in", "entered", "left", "same", "submitted", "top",
            .. Aggregates.All.Select(static form => form.Text.Split(' ')[0]), .. Messages.All.Select(static form => form.Text.Split(' ')[0]), .. CustomerFields.All.Select(static field => field.Name), .. CustomerFields.Reserved,
        ];
}
