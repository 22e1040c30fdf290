using Microsoft.Extensions.Logging;

namespace Crm.Ingest.Pumps;

internal static partial class Log
{
    [LoggerMessage(201, LogLevel.Error, "The pump of partition {Partition} stopped; it takes its partition over again after a pause")]
    public static partial void PumpStopped(this ILogger logger, int partition, Exception thrown);

    [LoggerMessage(206, LogLevel.Debug, "Where the log of partition {Partition} ends could not be asked; it is tried again")]
    public static partial void LagUnknown(this ILogger logger, int partition, Exception thrown);

    [LoggerMessage(202, LogLevel.Critical, "The pump of partition {Partition} gave up: this needs a person")]
    public static partial void PumpGaveUp(this ILogger logger, int partition, Exception thrown);

    [LoggerMessage(203, LogLevel.Warning, "The log did not take {Count} records forwarded from partition {Partition}; they are sent again in {Pause} ms")]
    public static partial void ForwardFailed(this ILogger logger, int partition, int count, double pause, Exception thrown);
}
