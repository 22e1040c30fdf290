using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Silo.Http;

namespace Crm.Silo.Rules;

/// <param name="Rule">Text of the rule language as a string, or its JSON form.</param>
internal sealed record ParseBody(JsonElement Rule);

/// <summary>What became of a rule; in error there are errors and nothing else.</summary>
/// <param name="Rule">Its JSON form.</param>
/// <param name="Text">Its text in the one canonical form.</param>
/// <param name="Errors">Empty for a good rule.</param>
internal sealed record ParseAnswer(JsonElement? Rule, string? Text, ImmutableArray<FieldError> Errors);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ParseBody))]
[JsonSerializable(typeof(ParseAnswer))]
[JsonSerializable(typeof(CompleteBody))]
[JsonSerializable(typeof(CompleteAnswer))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class RuleBodies : JsonSerializerContext;
