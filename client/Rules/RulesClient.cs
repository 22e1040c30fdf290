using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Client.Http;

namespace Crm.Client.Rules;

/// <summary>The rule language. Throws <see cref="CrmException"/> where a call does not succeed.</summary>
public sealed class RulesClient
{
    private readonly Transport _transport;

    internal RulesClient(Transport transport) => _transport = transport;

    /// <summary>Reads a rule and gives both its forms, or what is wrong with it: a rule in error is no exception here.</summary>
    /// <param name="rule">Text of the rule language, or its JSON form.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ParsedRule> ParseAsync(JsonNode rule, CancellationToken cancellationToken = default)
    {
        var call = new Call(HttpMethod.Post, "api/v1/rules/parse")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new(rule), CrmJson.Readable.ParseBody),
            IsRepeatable = true, // it changes nothing
        };
        return _transport.Send(call, CrmJson.Default.ParsedRule, cancellationToken);
    }

    /// <summary>What can stand at a place of a rule's text while it is written: words of the language, fields, and the names that the store's events have.</summary>
    /// <param name="rule">Text of the rule language as far as it is written.</param>
    /// <param name="position">Of the caret, in UTF-16 code units; null for the end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<RuleCompletion> CompleteAsync(string rule, int? position = null, CancellationToken cancellationToken = default)
    {
        var call = new Call(HttpMethod.Post, "api/v1/rules/complete")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new(rule, position), CrmJson.Readable.CompleteBody),
            IsRepeatable = true, // it changes nothing
        };
        return _transport.Send(call, CrmJson.Default.RuleCompletion, cancellationToken);
    }
}

internal sealed record ParseBody(JsonNode Rule);

internal sealed record CompleteBody(string Rule, int? Position);
