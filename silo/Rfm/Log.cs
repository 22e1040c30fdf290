namespace Crm.Silo.Rfm;

internal static partial class Log
{
    [LoggerMessage(9701, LogLevel.Warning, "Refreshing RFM failed; it is tried again")]
    public static partial void RefreshFailed(this ILogger logger, Exception exception);
}
