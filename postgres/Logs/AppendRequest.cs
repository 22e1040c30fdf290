using System.Collections.Immutable;
using Crm.Ingest.Logs;

namespace Crm.Postgres.Logs;

/// <summary>What one caller wants appended, all or none.</summary>
internal sealed class AppendRequest(IReadOnlyList<LogAppend> records)
{
    public IReadOnlyList<LogAppend> Records { get; } = records;

    public TaskCompletionSource<ImmutableArray<LogPosition>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
