using Microsoft.Extensions.Logging;

namespace Crm.Postgres;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Information, "Applied migration {Number} ({Name})")]
    public static partial void MigrationApplied(this ILogger logger, int number, string name);

    [LoggerMessage(3002, LogLevel.Warning, "Ended a session that held the row of partition {Partition} without doing anything")]
    public static partial void StalledOwnerEnded(this ILogger logger, int partition);

    [LoggerMessage(3003, LogLevel.Warning, "Appending {Records} records failed; their senders are told that it is not known whether they were appended")]
    public static partial void AppendFailed(this ILogger logger, Exception exception, int records);

    [LoggerMessage(3004, LogLevel.Warning, "Reading the heads of the log failed; records of other processes wait until it works again")]
    public static partial void HeadsUnread(this ILogger logger, Exception exception);

    [LoggerMessage(3005, LogLevel.Warning, "Deleting released records of the log failed; it is tried again")]
    public static partial void ReleaseFailed(this ILogger logger, Exception exception);

    [LoggerMessage(3006, LogLevel.Warning, "Reading the newest definition versions failed; it is tried again")]
    public static partial void DefinitionsUnread(this ILogger logger, Exception exception);

    [LoggerMessage(3007, LogLevel.Information, "Dropped {Table} of the archive: it is older than the retention")]
    public static partial void ArchiveDropped(this ILogger logger, string table);

    [LoggerMessage(3008, LogLevel.Warning, "Keeping the archive's tables in order failed; it is tried again")]
    public static partial void ArchiveUnkept(this ILogger logger, Exception exception);

    [LoggerMessage(3009, LogLevel.Warning, "PostgreSQL is not reached yet: {Reason}")]
    public static partial void DatabaseAwaited(this ILogger logger, string reason);

    [LoggerMessage(3010, LogLevel.Information, "Partitions {Partitions} are this process's now")]
    public static partial void PartitionsTaken(this ILogger logger, string partitions);

    [LoggerMessage(3011, LogLevel.Information, "Partitions {Partitions} go to another process")]
    public static partial void PartitionsGivenUp(this ILogger logger, string partitions);

    [LoggerMessage(3012, LogLevel.Warning, "The session that holds this process's partitions broke; others may have them until it stands again")]
    public static partial void LeasesLost(this ILogger logger, Exception exception);
}
