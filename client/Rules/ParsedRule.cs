using System.Text.Json.Nodes;

namespace Crm.Client.Rules;

/// <summary>What became of a rule that was read.</summary>
/// <param name="Rule">Its JSON form; null for a rule in error.</param>
/// <param name="Text">Its text form, the one that the CRM writes; null for a rule in error.</param>
/// <param name="Errors">What is wrong with it and where; empty for a good rule.</param>
public sealed record ParsedRule(JsonNode? Rule, string? Text, IReadOnlyList<FieldError> Errors);
