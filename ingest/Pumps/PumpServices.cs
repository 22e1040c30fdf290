using Crm.Core.Definitions;
using Crm.Ingest.Backfill;
using Crm.Ingest.Commits;
using Crm.Ingest.Logs;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Crm.Ingest.Pumps;

/// <summary>What every pump works with.</summary>
internal sealed record PumpServices(
    ILog Log,
    IPartitionStore Partitions,
    IWakeIndex WakeIndex,
    IBackfillSource Backfill,
    IHistorySpool Spool,
    IStoreDirectory Stores,
    IDefinitionCache Definitions,
    IGrainFactory Grains,
    AppliedPositions Applied,
    DefinitionVersions Versions,
    DueActions DueActions,
    ChangeNews News,
    PumpMetrics Metrics,
    PumpOptions Options,
    TimeProvider Time,
    ILogger<Pump> Logger);
