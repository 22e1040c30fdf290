using System.Text;
using Crm.Core.Customers;
using Crm.Core.Customers.Json;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Rfm;
using Crm.Core.Seen;
using Crm.Ingest.Commits;
using Crm.Ingest.Decoding;
using Crm.Ingest.Pumps;
using Crm.TestSupport.Pumps;

namespace Crm.Ingest.Tests.Pumps;

/// <summary>What the database holds once everything in the log is durable, against the pure fold of each partition.</summary>
internal sealed class Outcome
{
    private readonly World _world;
    private readonly (StoreSettings Store, IReadOnlyDictionary<int, DefinitionSet> Sets, Oracle[] Oracles)[] _stores;

    private readonly ArchiveKeeping _archive;

    /// <summary>Takes what stands in the log now.</summary>
    public Outcome(World world, ArchiveKeeping archive = ArchiveKeeping.Database)
    {
        (_world, _archive) = (world, archive);
        _stores = [(world.Settings, world.Sets, Oracles(world.Settings, world.Sets)), (world.OtherSettings, world.OtherSets, Oracles(world.OtherSettings, world.OtherSets))];
    }

    public void AssertEqualsOracle()
    {
        foreach (var (store, sets, oracles) in _stores)
        {
            AssertRowsEqual(store, oracles);
            AssertCountsEqual(store, sets, oracles);
            AssertSumsEqual(oracles);
        }

        for (var partition = 0; partition < _world.Partitions; partition++)
        {
            var feed = _world.Database.Feed.Where(row => row.Partition == partition).Select(static row => row.Row).ToArray();
            Assert.Equal(Enumerable.Range(1, feed.Length).Select(static number => (long)number), feed.Select(static row => row.Number));
            Assert.Equal(feed.Select(static row => row.Offset).Order(), feed.Select(static row => row.Offset));
        }
    }

    /// <summary>Every customer is stored as the oracle has it, to the last field. For pumps that have come to rest.</summary>
    public void AssertStatesEqual()
    {
        var snapshots = _world.Database.Snapshots;
        foreach (var (_, sets, oracles) in _stores)
        {
            foreach (var expected in oracles.SelectMany(static oracle => oracle.Customers.Values))
            {
                var stored = snapshots[expected.Key.Text];
                var actual = Customer.Read(expected.Key, stored.State.Span, StoreDefinitions.Compile(sets[stored.Definitions]));
                Assert.Equal(Text(expected), Text(actual));
            }
        }
    }

    // As the API shows it, and when it may change by itself. Through when wake-ups were looked for is no part of the state: the oracle looks only where there is one.
    private static string Text(Customer customer) => Encoding.UTF8.GetString(CustomerDocument.Write(customer.View() with { AsOf = default })) + customer.NextWake + customer.IsErased;

    private Oracle[] Oracles(StoreSettings store, IReadOnlyDictionary<int, DefinitionSet> sets) => [.. Enumerable.Range(0, _world.Partitions).Select(partition =>
    {
        var oracle = new Oracle(store, sets, partition, _world.Partitions)
        {
            Whole = _archive == ArchiveKeeping.Log ? null : (key, before) =>
                [.. _world.Database.Whole(partition, key, before, default).Result.Select(static past => new ArchivedRecord(new CustomerKey(past.Key).Id, past.Offset, EventDecoder.Decode(past.Json, past.AppendedAt).Event!.Value))],
        };
        oracle.Run(_world.Log.All(partition));
        return oracle;
    })];

    private void AssertRowsEqual(StoreSettings store, Oracle[] oracles)
    {
        var database = _world.Database;
        for (var partition = 0; partition < oracles.Length; partition++)
        {
            var oracle = oracles[partition];
            Assert.Equal(oracle.Feed, database.Feed.Where(row => row.Partition == partition && row.Row.Store == store.Name).Select(static row => Text(row.Row)));
            Assert.Equal(oracle.Archived, Archived(partition, store.Name));
            Assert.Equal(oracle.DeadLettered, database.DeadLetters
                .Where(row => row.Partition == partition && row.Row.Key.StartsWith(store.Name + "/", StringComparison.Ordinal)).Select(static row => row.Row.Offset).Order());
            AssertJourneysEqual(store, oracle, partition);
            AssertSeenEqual(store, oracle, partition);
            AssertActivityEqual(store, oracle, partition);
            Assert.All(Enumerable.Range(0, oracles.Length), target => Assert.Equal(oracle.Forwarded[target].Order(StringComparer.Ordinal), oracles[target].Taken[partition].Order(StringComparer.Ordinal)));
        }
    }

    // The database's rows; or what its readers would take out of the log: seen to fail where a resend or a second copy of a forwarded event is not named.
    private IEnumerable<long> Archived(int partition, string store)
    {
        var database = _world.Database;
        if (_archive == ArchiveKeeping.Database)
        {
            Assert.Empty(database.Uncounted);
            return database.Archive.Where(row => row.Partition == partition && row.Row.Customer.Store == store).Select(static row => row.Row.Offset).Order();
        }

        Assert.Empty(database.Archive);
        var uncounted = database.Uncounted.Where(row => row.Partition == partition).Select(static row => row.Offset).ToArray();
        Assert.Equal(uncounted.Distinct(), uncounted);
        var gone = database.DeadLetters.Where(row => row.Partition == partition).Select(static row => row.Row.Offset).Concat(uncounted).ToHashSet();
        return new RecordDecoder(partition, _world.Partitions).Decode(_world.Log.All(partition))
            .Where(record => record is { Event: not null, Trouble: null } && record.Store == store && record.Home == partition && !gone.Contains(record.Offset))
            .Select(static record => record.Offset);
    }

    // Every event that counted, by its name, however often the pump began anew.
    private void AssertSeenEqual(StoreSettings store, Oracle oracle, int partition)
    {
        var counted = oracle.Archived.ToHashSet();
        Assert.Equal(
            new RecordDecoder(partition, _world.Partitions).Decode(_world.Log.All(partition))
                .Where(record => record.Store == store.Name && counted.Contains(record.Offset) && record.Event!.Value.Type <= EventType.Screen)
                .Where(static record => record.Event!.Value.Type == EventType.Identify || SeenLimits.IsName(record.Event!.Value.Name))
                .GroupBy(static record => (record.Event!.Value.Type, record.Event!.Value.Name), static record => record.Event!.Value.At)
                .Select(static name => (name.Key.Type, name.Key.Name, new SeenRow(name.LongCount(), name.Max()))).OrderBy(static row => $"{row}"),
            _world.Database.Seen.Where(row => row.Key.Partition == partition && row.Key.Store == store.Name && row.Key.Key.Path.Length == 0)
                .Select(static row => (row.Key.Key.Type, Name: row.Key.Key.Event, row.Value)).OrderBy(static row => $"{row}"));
    }

    // Seen to fail where a resumed run's action is left out of the commit, and where a silent replay writes actions again.
    private void AssertJourneysEqual(StoreSettings store, Oracle oracle, int partition)
    {
        var actions = _world.Database.Actions.Where(row => row.Partition == partition && row.Row.Store == store.Name).Select(static row => row.Row).ToArray();
        Assert.Equal(oracle.Actions, actions.Select(static row => $"{row.Key} {row.Customer} at {row.At}"));
        Assert.All(oracle.Runs, run =>
        {
            var row = _world.Database.Runs[(store.Name, run.Key.Automation, run.Key.Customer, run.Key.Run)];
            Assert.Equal(run.Value, (row.StartedAt!.Value, row.EndedAt, row.End));
        });
    }

    // What was made visible is counted once, however often it was tried.
    private void AssertActivityEqual(StoreSettings store, Oracle oracle, int partition)
    {
        var database = _world.Database;
        Assert.Equal(
            oracle.Days.Where(static day => day.Value != default).OrderBy(static day => day.Key),
            database.Days.Where(row => row.Key.Partition == partition && row.Key.Store == store.Name && row.Value != default)
                .Select(static row => KeyValuePair.Create(row.Key.Day, row.Value)).OrderBy(static day => day.Key));
        var changes = database.Feed.Count(row => row.Partition == partition && row.Row.Store == store.Name && row.Row.Customer.Length > 0);
        Assert.Equal(new(oracle.Archived.Count, changes), database.Activity.GetValueOrDefault((partition, store.Name)));
    }

    // All days together are all customers together; what went with an erased one stays.
    private static void AssertSumsEqual(Oracle[] oracles)
    {
        if (oracles.Any(static oracle => oracle.Feed.Exists(static entry => entry.Contains(" erased ", StringComparison.Ordinal))))
        {
            return;
        }

        var days = oracles.SelectMany(static oracle => oracle.Days.Values).Aggregate(default(DayFigures), static (sum, day) => sum + day);
        var figures = oracles.SelectMany(static oracle => oracle.Customers.Values).Select(static customer => customer.View())
            .Aggregate(default(DayFigures), static (sum, view) => sum + new DayFigures(view.Figures.Orders, view.Figures.Revenue, 0, view.Figures.Refunded));
        Assert.Equal(figures with { Cancelled = days.Cancelled }, days);
    }

    private void AssertCountsEqual(StoreSettings store, IReadOnlyDictionary<int, DefinitionSet> sets, Oracle[] oracles)
    {
        var (members, cells) = (new HashSet<(string, string)>(), new Dictionary<RfmScores, long>());
        foreach (var view in oracles.SelectMany(static oracle => oracle.Customers.Values).Select(static customer => customer.View()))
        {
            members.UnionWith(view.Segments.Select(segment => (segment.Segment, view.Id)));
            if (view.Rfm is { } rfm)
            {
                cells[rfm.Scores] = cells.GetValueOrDefault(rfm.Scores) + 1;
            }
        }

        var live = sets[sets.Count].Segments.Select(static segment => segment.Id).ToHashSet();
        Assert.Equal(members.Order(), _world.Database.Memberships.Keys
            .Where(key => key.Store == store.Name && live.Contains(key.Segment)).Select(static key => (key.Segment, key.Customer)).Order());
        Assert.All(live, segment => Assert.Equal(
            members.Count(member => member.Item1 == segment), _world.Database.SegmentCounts.GetValueOrDefault((store.Name, segment))));
        Assert.Equal(cells.OrderBy(static cell => $"{cell.Key}"), _world.Database.RfmCounts
            .Where(cell => cell.Key.Store == store.Name && cell.Value != 0).Select(static cell => KeyValuePair.Create(cell.Key.Scores, cell.Value)).OrderBy(static cell => $"{cell.Key}"));
    }

    private static string Text(FeedRow row) => row.Change switch
    {
        FeedChange.SegmentLive => $"{row.Segment} live v{row.Version}",
        FeedChange.Merged => Oracle.Merge(row.Customer, row.Into!, row.At),
        FeedChange.SegmentDeleted => $"{row.Segment} deleted",
        FeedChange.Erased => Oracle.Erased(row.Customer, row.At),
        _ => Oracle.Entry(row.Segment, row.Customer, row.Change == FeedChange.Entered, row.Version, row.Sequence, row.At),
    };
}
