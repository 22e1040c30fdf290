namespace Crm.Silo.Http;

internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Error, "{Method} {Route} failed with {Status}")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string method, string route, int status);
}
