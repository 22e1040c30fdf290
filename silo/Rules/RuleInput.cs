using System.Collections.Immutable;
using System.Text.Json;
using Crm.Core.Rules.Json;
using Crm.Core.Rules.Text;
using Crm.Silo.Http;

namespace Crm.Silo.Rules;

/// <summary>A rule as a request gives it: text, its JSON tree, or the stored document around the tree.</summary>
internal static class RuleInput
{
    public static RuleParse Parse(JsonElement rule) => rule switch
    {
        { ValueKind: JsonValueKind.String } => RuleText.Parse(rule.GetString()!),
        { ValueKind: JsonValueKind.Object } when rule.TryGetProperty("version", out _) => RuleDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(rule, RuleBodies.Default.JsonElement)),
        _ => RuleJson.Parse(rule),
    };

    /// <param name="errors">Of the rule.</param>
    /// <param name="field">The member that holds it.</param>
    public static ImmutableArray<FieldError> Describe(ImmutableArray<RuleError> errors, string field) =>
        [.. errors.Select(error => new FieldError(field + (error.Path ?? "").Replace('/', '.'), error.Message)
        {
            Position = error.Position,
            Length = error.Length,
            Expected = error.Expected,
            Suggestion = error.Suggestion,
        })];
}
