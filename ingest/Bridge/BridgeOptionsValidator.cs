using Microsoft.Extensions.Options;

namespace Crm.Ingest.Bridge;

/// <summary>By hand, so that each error names its topic.</summary>
internal sealed class BridgeOptionsValidator : IValidateOptions<BridgeOptions>
{
    private static readonly string[] Types = ["track", "identify", "page", "screen"];

    public ValidateOptionsResult Validate(string? name, BridgeOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        Check(result, options.Group.Length is > 0 and <= 249, "Crm:Bridge:Group must have 1 to 249 characters.");
        Check(result, options.BatchRecords is >= 1 and <= 10_000, "Crm:Bridge:BatchRecords must be from 1 to 10000.");
        Check(result, options.Linger >= TimeSpan.Zero && options.Linger <= TimeSpan.FromSeconds(10), "Crm:Bridge:Linger must be from 00:00:00 to 00:00:10.");
        for (var i = 0; i < options.Topics.Count; i++)
        {
            var (topic, place) = (options.Topics[i], $"Crm:Bridge:Topics:{i}");
            Check(result, topic.Topic.Length > 0, $"{place}:Topic is missing.");
            Check(result, options.Topics.Take(i).All(other => other.Topic != topic.Topic), $"{place}:Topic is there twice.");
            Check(result, topic.Store.Length > 0 && !topic.Store.Contains('/', StringComparison.Ordinal), $"{place}:Store must be the name of a store.");
            Check(result, Types.Contains(topic.Type), $"{place}:Type must be one of {string.Join(", ", Types)}.");
            Check(result, topic.UserIdField is not null || topic.AnonymousIdField is not null, $"{place} must have a UserIdField or an AnonymousIdField.");
            Check(result, topic.Type != "track" || topic.Event is not null || topic.EventField is not null, $"{place} must have an Event or an EventField.");
        }

        return result.Build();
    }

    private static void Check(ValidateOptionsResultBuilder result, bool holds, string error)
    {
        if (!holds)
        {
            result.AddError(error);
        }
    }
}
