namespace Crm.Silo.Automations;

internal static partial class Log
{
    [LoggerMessage(7001, LogLevel.Information, "Automation {Store}/{Automation}, action {Key}: {Text}")]
    public static partial void ActionLogged(this ILogger logger, string store, string automation, string key, string text);

    [LoggerMessage(7002, LogLevel.Warning, "The actions of automation {Store}/{Automation} could not be executed; they are tried again")]
    public static partial void ActionsFailed(this ILogger logger, Exception exception, string store, string automation);

    [LoggerMessage(7003, LogLevel.Warning, "The outbox could not be read; it is tried again")]
    public static partial void OutboxUnread(this ILogger logger, Exception exception);
}
