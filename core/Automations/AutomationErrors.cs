using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Crm.Core.Rules.Text;
using Crm.Core.Time;

namespace Crm.Core.Automations;

/// <summary>Collects what is wrong with an automation while its plain members are read; after an error a harmless value stands in.</summary>
internal sealed class AutomationErrors
{
    private readonly List<AutomationError> _errors = [];

    public ImmutableArray<AutomationError> All => [.. _errors];

    public void Add(string field, string message, RuleError? rule = null) => _errors.Add(new(field, message, rule));

    public void ExpectMembers(JsonElement json, string field, ImmutableHashSet<string> known)
    {
        foreach (var member in json.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                var near = Suggest.Nearest(member.Name, [.. known]);
                Add(field.Length == 0 ? member.Name : $"{field}.{member.Name}", $"Is not known.{(near is null ? "" : $" Did you mean '{near}'?")}");
            }
        }
    }

    /// <summary>A member that must be text of 1 to so many characters.</summary>
    public string Text(JsonElement json, string name, string field, int longest)
    {
        if (json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && member.GetString() is { } text && IsUsable(text, longest))
        {
            return text;
        }

        Add(field, $"Must be text of 1 to {longest} characters.");
        return "";
    }

    /// <summary>A member that must be an ISO 8601 duration.</summary>
    public CalendarDuration Duration(JsonElement json, string name, string field)
    {
        if (json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String
            && CalendarDuration.TryParseIso(member.GetString()!, out var duration))
        {
            return duration;
        }

        Add(field, "Must be a duration above zero and of at most a hundred years in ISO 8601, such as PT2H or P3D.");
        return new(0, 1);
    }

    // No U+0000 and no half of a surrogate pair: the database holds neither.
    private static bool IsUsable(string text, int longest) =>
        text.Length > 0 && text.Length <= longest && !text.Contains('\0', StringComparison.Ordinal)
        && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
