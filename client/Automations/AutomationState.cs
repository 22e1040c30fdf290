using System.Text.Json.Serialization;
using Crm.Client.Http;

namespace Crm.Client.Automations;

/// <summary>Whether an automation runs.</summary>
[JsonConverter(typeof(TolerantEnumConverter<AutomationState>))]
public enum AutomationState
{
    /// <summary>One that this version of the client does not know.</summary>
    Unknown,

    /// <summary>Not activated yet.</summary>
    Draft,

    /// <summary>Runs start and go on.</summary>
    Active,

    /// <summary>Nothing starts or goes on until it is activated again.</summary>
    Paused,
}

/// <summary>How a run stands.</summary>
[JsonConverter(typeof(TolerantEnumConverter<AutomationRunState>))]
public enum AutomationRunState
{
    /// <summary>One that this version of the client does not know.</summary>
    Unknown,

    /// <summary>Under way.</summary>
    Active,

    /// <summary>It came through all steps.</summary>
    Completed,

    /// <summary>The exit rule held.</summary>
    Exited,

    /// <summary>It could not go on, such as when the automation was changed; the run's reason says why.</summary>
    Ended,
}

/// <summary>How an action stands.</summary>
[JsonConverter(typeof(TolerantEnumConverter<AutomationActionState>))]
public enum AutomationActionState
{
    /// <summary>One that this version of the client does not know.</summary>
    Unknown,

    /// <summary>To be executed, for the first time or again.</summary>
    Pending,

    /// <summary>Executed.</summary>
    Done,

    /// <summary>Failed too often.</summary>
    GivenUp,
}
