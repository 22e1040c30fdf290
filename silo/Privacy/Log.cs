namespace Crm.Silo.Privacy;

internal static partial class Log
{
    [LoggerMessage(960, LogLevel.Warning, "An erasure could not go on; it is tried again")]
    public static partial void ErasureFailed(this ILogger logger, Exception exception);
}
