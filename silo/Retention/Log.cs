namespace Crm.Silo.Retention;

internal static partial class Log
{
    [LoggerMessage(9001, LogLevel.Warning, "Deleting what is older than its store keeps it failed; it is tried again")]
    public static partial void RetentionFailed(this ILogger logger, Exception exception);
}
