using Crm.Core.Definitions;
using Crm.Crash.Tests.Servers;
using Crm.Ingest.Logs;
using Crm.TestSupport.Pumps;

namespace Crm.Crash.Tests.Checks;

/// <summary>
/// What one store must have come to. State and effects are a function of the records of a partition in order, and of nothing else:
/// so the pure fold over the log as it stands, resends and the silos' own ticks and control records included, is exact on either clock.
/// </summary>
internal sealed class Expected
{
    private Expected(StoreSettings store, Oracle[] partitions, DefinitionSet last) => (Store, Partitions, Last) = (store, partitions, last);

    public StoreSettings Store { get; }

    public Oracle[] Partitions { get; }

    /// <summary>The newest definitions.</summary>
    public DefinitionSet Last { get; }

    public static async Task<Expected> Of(StoreSettings store, Tables tables, IReadOnlyList<IReadOnlyList<LogRecord>> log)
    {
        var sets = await tables.Rows($"select version, document::text from crm.definitions where store = '{store.Name}'", static row => DefinitionJson.Read(row.GetString(1)));
        var byVersion = sets.ToDictionary(static set => set.Version);
        var partitions = log.Select((records, partition) =>
        {
            var oracle = new Oracle(store, byVersion, partition, Installation.Partitions);
            oracle.Run(records);
            return oracle;
        }).ToArray();
        return new(store, partitions, sets.MaxBy(static set => set.Version)!);
    }

    /// <summary>Per customer: its entries of the feed and its actions, in order.</summary>
    public ILookup<string, string> Course() => Partitions
        .SelectMany(static oracle => oracle.Feed.Select(static entry => (Customer: entry.Split(' ')[0], Text: entry)).Concat(oracle.Actions.Select(static action => (Customer: action.Split(' ')[1], Text: action))))
        .Where(static course => course.Customer.StartsWith("u:", StringComparison.Ordinal) && !course.Customer.StartsWith("u:probe", StringComparison.Ordinal))
        .ToLookup(static course => course.Customer, static course => course.Text);
}
