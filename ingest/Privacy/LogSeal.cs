using System.Data.Common;
using Crm.Ingest.Logs;
using Microsoft.Extensions.Options;

namespace Crm.Ingest.Privacy;

/// <summary>What is done with records on their way into the log: events are sealed, unless the settings say otherwise.</summary>
internal sealed class LogSeal(Seals seals, IOptions<PrivacyOptions> options)
{
    /// <exception cref="LogUnavailableException">The keys cannot be reached: nothing was appended.</exception>
    public ValueTask<IReadOnlyList<LogAppend>> Seal(IReadOnlyList<LogAppend> records, CancellationToken cancellationToken)
    {
        if (options.Value.Seal)
        {
            foreach (var record in records)
            {
                if (record.Kind == RecordKind.Event)
                {
                    return SealEvents(records, cancellationToken);
                }
            }
        }

        return new(records);
    }

    private async ValueTask<IReadOnlyList<LogAppend>> SealEvents(IReadOnlyList<LogAppend> records, CancellationToken cancellationToken)
    {
        try
        {
            return await seals.Seal(records, cancellationToken);
        }
        catch (DbException away)
        {
            throw new LogUnavailableException("The customers' keys cannot be reached.", away);
        }
    }
}
