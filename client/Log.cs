using Microsoft.Extensions.Logging;

namespace Crm.Client;

/// <summary>No line holds a key, an address with an id in it, or what an event says.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A {Method} call failed and is repeated in {Pause}: {Reason}")]
    public static partial void CallRepeated(this ILogger logger, HttpMethod method, TimeSpan pause, string reason);

    [LoggerMessage(2, LogLevel.Warning, "{Events} events could not be sent and are sent again in {Pause}: {Reason}")]
    public static partial void EventsDelayed(this ILogger logger, int events, TimeSpan pause, string reason);

    [LoggerMessage(3, LogLevel.Error, "{Events} events were not delivered ({Cause}: {Reason}); the first has the messageId {MessageId}")]
    public static partial void EventsUndelivered(this ILogger logger, int events, UndeliveredCause cause, string reason, string messageId);

    [LoggerMessage(4, LogLevel.Error, "OnUndelivered failed for the event with the messageId {MessageId}")]
    public static partial void CallbackFailed(this ILogger logger, Exception exception, string messageId);

    [LoggerMessage(5, LogLevel.Warning, "A stream of changes broke and is opened again in {Pause}: {Reason}")]
    public static partial void StreamBroken(this ILogger logger, TimeSpan pause, string reason);
}
