using System.Text.Json;
using Crm.Core.Customers;
using Crm.Core.Rules.Text;
using Crm.Core.Seen;
using Crm.Core.Values;

namespace Crm.Core.Rules.Completion;

/// <summary>What to offer at a place: what of the store's own goes on as typed, then words of the language.</summary>
public static class CompletionItems
{
    /// <summary>At most so many; typing on narrows them down.</summary>
    public const int Most = 100;

    /// <param name="place">Where.</param>
    /// <param name="seen">What the store has seen of that slot: events, properties of its events, or traits of identify.</param>
    /// <param name="ids">Of the store's segments, lists or automations, as the slot asks.</param>
    public static IReadOnlyList<CompletionItem> Of(RuleCompletion place, IReadOnlyList<SeenName> seen, IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(place);
        IEnumerable<CompletionItem> own = place.Slot switch
        {
            CompletionSlot.Field => [.. Fields(), .. Traits(seen)],
            CompletionSlot.Event or CompletionSlot.Page or CompletionSlot.Screen => seen.Select(static name =>
                new CompletionItem(Quoted.Print(name.Key.Event), name.Key.Event, "event", JsonNamingPolicy.CamelCase.ConvertName($"{name.Key.Type}"), name.Count)),
            CompletionSlot.Value => KnownValues.Of(place.Compared).Select(static value => new CompletionItem(Quoted.Print(value), value, "value", "text")),
            CompletionSlot.Property => Properties(seen, place.Path),
            CompletionSlot.Segment or CompletionSlot.List or CompletionSlot.Automation =>
                ids.Select(id => new CompletionItem(Quoted.Print(id), id, JsonNamingPolicy.CamelCase.ConvertName($"{place.Slot}"))),
            _ => [],
        };
        var words = place.Words.Select(static word => new CompletionItem(word, word, Array.Exists(Operators.All, form => form.Text == word) ? "operator" : "keyword"));
        return [.. own.Where(item => Matches(item.Label, place.Typed)).OrderByDescending(item => Starts(item.Label, place.Typed))
            .Concat(words.Where(item => Starts(item.Label, place.Typed))).Take(Most)];
    }

    private static IEnumerable<CompletionItem> Fields() =>
        CustomerFields.All.Select(static field => new CompletionItem(field.Name, field.Name, "field", TypeOf(field.Kind)));

    // What identify says of a field is a field.
    private static IEnumerable<CompletionItem> Traits(IReadOnlyList<SeenName> seen) => OfPaths(seen.Where(static name => CustomerFields.IndexOf(name.Key.Path) < 0))
        .Select(static name => new CompletionItem(Names.Print($"{CustomerFields.TraitPrefix}{name.Path}"), $"{CustomerFields.TraitPrefix}{name.Path}", "trait", name.Type, name.Count));

    private static IEnumerable<CompletionItem> Properties(IReadOnlyList<SeenName> seen, string path) =>
        OfPaths(seen.Where(name => name.Key.Path.StartsWith(path, StringComparison.Ordinal)))
            .Select(name => new CompletionItem(Names.Print(name.Path[path.Length..]), name.Path[path.Length..], "property", name.Type, name.Count));

    /// <summary>Each once, with the kind that its values mostly have.</summary>
    private static IEnumerable<(string Path, string? Type, long Count)> OfPaths(IEnumerable<SeenName> seen) => seen
        .GroupBy(static name => name.Key.Path, StringComparer.Ordinal)
        .Select(static path => (path.Key, TypeOf(path.MaxBy(static name => name.Count)!.Key.Kind), path.Sum(static name => name.Count)))
        .OrderByDescending(static path => path.Item3);

    private static string? TypeOf(ValueKind kind) => kind switch
    {
        ValueKind.Text => "text",
        ValueKind.Number => "number",
        ValueKind.Boolean => "boolean",
        ValueKind.Instant => "date",
        _ => null,
    };

    private static bool Starts(string label, string typed) => label.StartsWith(typed, StringComparison.OrdinalIgnoreCase);

    private static bool Matches(string label, string typed) => label.Contains(typed, StringComparison.OrdinalIgnoreCase);
}
