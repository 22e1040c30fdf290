using System.Text.Json.Serialization;
using Crm.Core.Automations;
using Crm.Core.Time;
using Crm.Postgres.Automations;
using Crm.Postgres.Live;

namespace Crm.Silo.Live;

/// <summary>An action of an automation, as it came about or as it ended.</summary>
internal sealed record FiringBody
{
    /// <summary>The action's own name, as receivers see it: the same when it comes about and when it ends.</summary>
    public required string Id { get; init; }

    public required string Automation { get; init; }

    public required string Customer { get; init; }

    /// <summary>The customer's running number of this automation's runs.</summary>
    public required long Run { get; init; }

    public required string Step { get; init; }

    /// <summary>webhook, tag or log; null where the automation has no such step any more.</summary>
    public required string? Kind { get; init; }

    /// <summary>due, done or givenUp.</summary>
    public required string State { get; init; }

    /// <summary>When it came to be due; on the log's clock that is the store's time.</summary>
    public required Instant At { get; init; }

    /// <summary>When it ended; null before.</summary>
    public required Instant? FinishedAt { get; init; }

    /// <summary>Of one that was given up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    /// <param name="firing">The action.</param>
    /// <param name="step">As the automation has it now; null where it has no such step.</param>
    public static FiringBody Of(Firing firing, AutomationStep? step) => new()
    {
        Id = firing.Key,
        Automation = firing.Automation,
        Customer = firing.Customer,
        Run = firing.Run,
        Step = firing.Step,
        Kind = step switch { WebhookStep => "webhook", TagStep => "tag", LogStep => "log", _ => null },
        State = firing.State switch { OutboxState.Done => "done", OutboxState.GivenUp => "givenUp", _ => "due" },
        At = firing.At,
        FinishedAt = firing.FinishedAt,
        Error = firing.State == OutboxState.GivenUp ? firing.Error : null,
    };
}
