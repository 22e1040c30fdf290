namespace Crm.Core.Automations;

/// <summary>How large automations may be.</summary>
public static class AutomationLimits
{
    /// <summary>Of a store.</summary>
    public const int Automations = 200;

    /// <summary>Of an automation.</summary>
    public const int Steps = 50;

    /// <summary>Characters of an id.</summary>
    public const int Id = 64;

    /// <summary>Characters of a name.</summary>
    public const int Name = 200;

    /// <summary>Characters of a webhook's address.</summary>
    public const int Url = 2048;

    /// <summary>Characters of a line to be logged.</summary>
    public const int LogText = 1000;

    /// <summary>Tags that one step may add or remove.</summary>
    public const int Tags = 50;

    /// <summary>The shortest <see cref="AutomationDefinition.Again"/>, one minute, in milliseconds: automations that start each other by their tags cannot spin.</summary>
    public const long AgainMilliseconds = 60_000;
}
