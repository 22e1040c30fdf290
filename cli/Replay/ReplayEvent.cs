namespace Crm.Cli.Replay;

/// <summary>One event as the collector takes it.</summary>
/// <param name="At">When it happened; what <c>--speed</c> goes by.</param>
/// <param name="Line">The line that it comes from, for progress and messages.</param>
/// <param name="Json">UTF-8, compact.</param>
internal sealed record ReplayEvent(DateTimeOffset At, int Line, byte[] Json);

/// <summary>A line that is neither an order nor an event, and why.</summary>
internal sealed record WrongLine(int Line, string Reason);
