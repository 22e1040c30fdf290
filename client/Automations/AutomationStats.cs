namespace Crm.Client.Automations;

/// <summary>How many runs an automation has had, and how they stand.</summary>
/// <param name="Started">All of them.</param>
/// <param name="Active">Under way.</param>
/// <param name="Completed">Through all steps.</param>
/// <param name="Exited">Ended by the exit rule.</param>
/// <param name="Ended">Ended because they could not go on.</param>
/// <param name="Actions">What they wanted done.</param>
/// <param name="AsOf">When they were counted.</param>
public sealed record AutomationStats(long Started, long Active, long Completed, long Exited, long Ended, ActionCounts Actions, DateTimeOffset AsOf);

/// <summary>How many actions stand how.</summary>
/// <param name="Pending">To be executed.</param>
/// <param name="Done">Executed.</param>
/// <param name="GivenUp">Failed too often.</param>
public sealed record ActionCounts(long Pending, long Done, long GivenUp);
