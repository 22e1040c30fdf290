using System.Diagnostics;

namespace Crm.Ingest.Telemetry;

/// <summary>
/// Spans that follow one event from the log to what comes of it. What lies in between, in the log or in a table, carries the context as W3C writes
/// it (<c>traceparent</c>, https://www.w3.org/TR/trace-context/); only that of a trace which is recorded, and only where somebody listens: else it
/// is null, and nothing is done.
/// </summary>
public static class Traces
{
    public const string SourceName = "Crm.Orleans";

    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>The context of the current span, to be carried on; null outside of a recorded trace.</summary>
    public static string? Current => Source.HasListeners() && Activity.Current is { Recorded: true, IsAllDataRequested: true } span ? span.Id : null;

    /// <summary>Starts a span of the trace that something carried.</summary>
    /// <param name="traceParent">As it was carried.</param>
    /// <returns>Null where it belongs to no recorded trace; a context that is none, as another producer may send, counts as such.</returns>
    public static Activity? Continue(string? traceParent, string name, ActivityKind kind) =>
        TryParse(traceParent, out var parent) ? Source.StartActivity(name, kind, parent) : null;

    internal static bool TryParse(string? traceParent, out ActivityContext context)
    {
        context = default;
        return traceParent is not null && Source.HasListeners()
            && ActivityContext.TryParse(traceParent, null, isRemote: true, out context)
            && (context.TraceFlags & ActivityTraceFlags.Recorded) != 0;
    }
}
