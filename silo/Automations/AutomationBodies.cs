using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Core.Automations;
using Crm.Core.Time;
using Crm.GrainInterfaces.Stores;
using Crm.Postgres.Automations;
using Crm.Silo.Http;

namespace Crm.Silo.Automations;

/// <param name="Name">What people call it, 1 to 200 characters.</param>
/// <param name="Trigger">{"event":E,"where":P}, {"entered":segment} or {"left":segment}; P may be text of the rule language.</param>
/// <param name="Condition">A rule, as text or JSON, that must hold when the trigger comes; absent for everyone.</param>
/// <param name="Exit">A rule that ends a run as soon as it holds; absent for never.</param>
/// <param name="Again">How long after its last start a customer can start again, ISO 8601, at least PT1M; absent for once.</param>
/// <param name="Steps">1 to 50, each with one of {"wait":D}, {"waitUntil":R,"orAfter":D}, {"webhook":{"url"}}, {"tag":{"add","remove"}} and {"log":text}, and an "id" by which runs find their place again after a change; default its place, from 1.</param>
internal sealed record PutAutomationBody(string? Name, JsonElement? Trigger, JsonElement? Condition, JsonElement? Exit, JsonElement? Again, JsonElement? Steps);

/// <summary>An automation and whether it runs.</summary>
internal sealed record AutomationBody
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>"draft" until it is first activated, then "active" or "paused".</summary>
    public required string State { get; init; }

    /// <summary>Rises when anything but name and state changes; also the ETag.</summary>
    public required int Version { get; init; }

    public required JsonElement Trigger { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Condition { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Exit { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Again { get; init; }

    public required JsonElement Steps { get; init; }

    public static AutomationBody Of(AutomationEntry entry)
    {
        var content = JsonElement.Parse(entry.Json);
        return new()
        {
            Id = entry.Id,
            Name = content.GetProperty("name").GetString()!,
            State = Lower(entry.State),
            Version = entry.Version,
            Trigger = content.GetProperty("trigger"),
            Condition = Optional(content, "condition"),
            Exit = Optional(content, "exit"),
            Again = Optional(content, "again")?.GetString(),
            Steps = content.GetProperty("steps"),
        };
    }

    public static string Lower(AutomationState state) => state switch
    {
        AutomationState.Active => "active",
        AutomationState.Paused => "paused",
        _ => "draft",
    };

    private static JsonElement? Optional(JsonElement content, string name) => content.TryGetProperty(name, out var member) ? member : null;
}

/// <summary>One customer's way through an automation.</summary>
/// <param name="Run">The customer's running number, from 1.</param>
/// <param name="Version">Of the automation, when the run started or ended.</param>
/// <param name="State">"active", "completed", "exited" by the exit condition, or "ended" because automation or step was taken out.</param>
/// <param name="Reason">Of one that ended: "stepRemoved" or "deleted".</param>
internal sealed record RunBody(string Customer, long Run, int Version, string State, Instant StartedAt, Instant? EndedAt, string? Reason)
{
    public static RunBody Of(RunRecord run) => new(run.Customer, run.Run, run.Version, StateOf(run.Ended), run.StartedAt, run.EndedAt, run.Ended switch
    {
        RunEnd.StepRemoved => "stepRemoved",
        RunEnd.Deleted => "deleted",
        _ => null,
    });

    private static string StateOf(RunEnd end) => end switch
    {
        RunEnd.None => "active",
        RunEnd.Completed => "completed",
        RunEnd.Exited => "exited",
        _ => "ended",
    };
}

/// <summary>One action and how it stands.</summary>
/// <param name="Id">Stable: what receivers know it by.</param>
/// <param name="State">"pending", "done" or "givenUp".</param>
/// <param name="Attempts">So far; while one is under way it is counted.</param>
/// <param name="NextAttemptAt">While pending; during an attempt, when another process may take over.</param>
/// <param name="At">When it came to be due.</param>
internal sealed record ActionBody(
    string Id, string Customer, long Run, string Step, string State, int Attempts, Instant? NextAttemptAt, string? LastError, Instant At, Instant? FinishedAt)
{
    public static ActionBody Of(ActionRecord action) => new(
        action.Key, action.Customer, action.Run, action.Step, NameOf(action.State), action.Attempts, action.NextAttemptAt, action.Error, action.At, action.FinishedAt);

    public static string NameOf(OutboxState state) => state switch
    {
        OutboxState.Pending => "pending",
        OutboxState.Done => "done",
        _ => "givenUp",
    };
}

/// <summary>Counts of runs and actions; finished ones are forgotten after a time (setting Crm:Triggers:Retention, 30 days).</summary>
/// <param name="Started">All runs.</param>
/// <param name="Active">Under way.</param>
/// <param name="Ended">Because automation or step was taken out.</param>
internal sealed record AutomationStats(long Started, long Active, long Completed, long Exited, long Ended, ActionStats Actions, Instant AsOf);

internal sealed record ActionStats(long Pending, long Done, long GivenUp);

/// <param name="Retried">Actions that had been given up and are tried again.</param>
internal sealed record RetryAnswer(int Retried);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PutAutomationBody))]
[JsonSerializable(typeof(Page<AutomationBody>))]
[JsonSerializable(typeof(Page<PutAutomationBody>))]
[JsonSerializable(typeof(Page<RunBody>))]
[JsonSerializable(typeof(Page<ActionBody>))]
[JsonSerializable(typeof(AutomationStats))]
[JsonSerializable(typeof(RetryAnswer))]
internal sealed partial class AutomationBodyJson : JsonSerializerContext
{
    /// <summary>Members that were not given are left out.</summary>
    public static readonly AutomationBodyJson Given =
        new(new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull });
}
