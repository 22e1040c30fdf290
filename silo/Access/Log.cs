namespace Crm.Silo.Access;

internal static partial class Log
{
    [LoggerMessage(9101, LogLevel.Error, "The access log could not be written; {Entries} entries wait, and it is tried again")]
    public static partial void AccessUnwritten(this ILogger logger, Exception exception, int entries);
}
