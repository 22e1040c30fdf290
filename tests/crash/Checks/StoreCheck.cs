using System.Globalization;
using System.Text;
using Crm.Core.Customers;
using Crm.Core.Customers.Json;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Rules;
using Crm.Core.Storage;
using Crm.Core.Time;
using Crm.Ingest.Commits;
using Crm.Ingest.Logs;
using Crm.TestSupport.Pumps;

namespace Crm.Crash.Tests.Checks;

/// <summary>That a store's tables hold what the oracle says, to the last field, and each thing once.</summary>
/// <param name="tables">The database's.</param>
/// <param name="expected">Of the store.</param>
/// <param name="archive">The log by partition, where it keeps the archive.</param>
internal sealed class StoreCheck(Tables tables, Expected expected, IReadOnlyList<IReadOnlyList<LogRecord>>? archive)
{
    private string Store => expected.Store.Name;

    private IEnumerable<(int Number, Oracle Oracle)> Partitions => expected.Partitions.Select(static (oracle, number) => (number, oracle));

    private IEnumerable<Customer> Customers => expected.Partitions.SelectMany(static oracle => oracle.Customers.Values);

    public async Task Run(IEnumerable<string> messageIds)
    {
        await States();
        await Feed();
        await Memberships();
        await Scores();
        await Archive(messageIds);
        await Seen();
        await Sums();
        await Actions();
    }

    // The whole state as it is stored: what a customer shows, its rules' and runs' state and its memory of messageIds.
    private async Task States()
    {
        var stored = (await tables.Rows($"select customer, state from crm.snapshots where store = '{Store}'", static row => (Id: row.GetString(0), State: row.GetFieldValue<byte[]>(1))))
            .ToDictionary(static row => row.Id, static row => row.State);
        var definitions = StoreDefinitions.Compile(expected.Last);
        var further = StoreDefinitions.Compile(expected.Last with { Version = expected.Last.Version + 1, Segments = [.. expected.Last.Segments, new("nobody", "Nobody", new TagRule("nobody"), 1)] });
        foreach (var customer in Customers)
        {
            var read = Customer.Read(customer.Key, stored[customer.Key.Id], definitions);
            var at = Instant.Later(customer.Position.WokenThrough, read.Position.WokenThrough);
            Assert.Equal(At(at, customer, further), At(at, read, further));
        }

        Assert.Equal(Customers.Select(static customer => customer.Key.Id).Order(StringComparer.Ordinal), stored.Keys.Order(StringComparer.Ordinal));
    }

    private async Task Feed()
    {
        var rows = await tables.Rows(
            $"select partition, change, segment, customer, version, sequence, at, into_customer from crm.feed where store = '{Store}' order by partition, number",
            static row => (Partition: row.GetInt32(0), Change: (FeedChange)row.GetInt16(1), Segment: row.GetString(2), Customer: row.GetString(3), Version: row.GetInt32(4), Number: row.GetInt64(5), At: row.GetInt64(6), Into: row.IsDBNull(7) ? null : row.GetString(7)));
        foreach (var (number, oracle) in Partitions)
        {
            Assert.Equal(oracle.Feed, rows.Where(row => row.Partition == number).Select(static row => row.Change switch
            {
                FeedChange.SegmentLive => $"{row.Segment} live v{row.Version}",
                FeedChange.SegmentDeleted => $"{row.Segment} deleted",
                FeedChange.Merged => Oracle.Merge(row.Customer, row.Into!, new Instant(row.At)),
                _ => Oracle.Entry(row.Segment, row.Customer, row.Change == FeedChange.Entered, row.Version, row.Number, new Instant(row.At)),
            }));
        }

        var changes = rows.Where(static row => row.Change is FeedChange.Entered or FeedChange.Left).ToList();
        foreach (var course in changes.GroupBy(static row => (row.Segment, row.Customer)))
        {
            Assert.Equal(Enumerable.Range(1, course.Count()).Select(static number => ((long)number, number % 2 == 1)), course.Select(static row => (row.Number, row.Change == FeedChange.Entered)));
        }

        var last = changes.GroupBy(static row => (row.Segment, row.Customer)).Where(static course => course.Last().Change == FeedChange.Entered).Select(static course => course.Key);
        Assert.Equal(last.Order(), (await Members()).Order());
    }

    private async Task Memberships()
    {
        var members = Customers.SelectMany(static customer => customer.View().Segments.Select(segment => (segment.Segment, customer.Key.Id))).ToList();
        Assert.Equal(members.Order(), (await Members()).Order());
        var counts = (await tables.Rows($"select segment, partition, members from crm.segment_counts where store = '{Store}'", static row => (Segment: row.GetString(0), Partition: row.GetInt32(1), Members: row.GetInt64(2)))).ToDictionary(static row => (row.Segment, row.Partition), static row => row.Members);
        foreach (var (segment, (number, oracle)) in expected.Last.Segments.SelectMany(segment => Partitions.Select(partition => (segment.Id, partition))))
        {
            Assert.Equal(oracle.Customers.Values.Count(customer => customer.View().Segments.Any(member => member.Segment == segment)), counts.GetValueOrDefault((segment, number)));
        }
    }

    private Task<List<(string Segment, string Customer)>> Members() =>
        tables.Rows($"select segment, customer from crm.memberships where store = '{Store}'", static row => (row.GetString(0), row.GetString(1)));

    private async Task Scores()
    {
        var counted = await tables.Rows($"select r, f, m, sum(customers)::bigint from crm.rfm_counts where store = '{Store}' group by r, f, m having sum(customers) <> 0", static row => $"{row.GetInt16(0)}{row.GetInt16(1)}{row.GetInt16(2)}: {row.GetInt64(3)}");
        var scored = Customers.Select(static customer => customer.View().Rfm).OfType<RfmView>().GroupBy(static rfm => rfm.Scores);
        Assert.Equal(scored.Select(static group => string.Create(CultureInfo.InvariantCulture, $"{group.Key.R}{group.Key.F}{group.Key.M}: {group.Count()}")).Order(StringComparer.Ordinal), counted.Order(StringComparer.Ordinal));
    }

    // Every event that was acknowledged, once, by its messageId; and by the oracle, position by position.
    private async Task Archive(IEnumerable<string> messageIds)
    {
        var rows = await tables.Rows($"select partition, log_offset, json from crm.archive where store = '{Store}' order by partition, log_offset", static row => (Partition: row.GetInt32(0), Offset: row.GetInt64(1), Json: row.GetFieldValue<byte[]>(2)));
        if (archive is not null)
        {
            Assert.Empty(rows);
            rows = await InTheLog(archive);
        }

        var archived = (await tables.Open(Store, [.. rows.Select(static row => row.Json)])).Select(static json => Tables.Member(json, "messageId")!);
        Assert.Equal(messageIds.Order(StringComparer.Ordinal), archived.Order(StringComparer.Ordinal));
        foreach (var (number, oracle) in Partitions)
        {
            Assert.Equal(oracle.Archived, rows.Where(row => row.Partition == number).Select(static row => row.Offset));
        }

        Assert.Empty(await tables.Rows($"select detail from crm.dead_letters where store = '{Store}'", static row => row.GetString(0)));
    }

    // Every event that counted is counted by its name, however often a pump began anew. A name that holds no letter at its start, or a long number, is none.
    private async Task Seen()
    {
        if (archive is null)
        {
            const string Name = "(type = 1 or name ~ '^[[:alpha:]_$]' and length(name) <= 64 and name !~ '[0-9]{5}' and name !~ '[@.]')";
            Assert.Equal(
                await Named($"select type, name, count(*) from crm.archive where store = '{Store}' and type <= 3 and {Name} group by type, name order by type, name"),
                await Named($"select type, event, sum(count)::bigint from crm.seen where store = '{Store}' and path = '' group by type, event order by type, event"));
        }
    }

    // What each day's orders come to, and how much counted, however often it was tried.
    private async Task Sums()
    {
        var days = await tables.Rows(
            $"select partition, day, orders, revenue, cancelled, refunded from crm.days where store = '{Store}'",
            static row => (Partition: row.GetInt32(0), Day: row.GetFieldValue<DateOnly>(1), Figures: new DayFigures(row.GetInt64(2), row.GetDecimal(3), row.GetInt64(4), row.GetDecimal(5))));
        var counted = (await tables.Rows($"select partition, events from crm.activity where store = '{Store}'", static row => (Partition: row.GetInt32(0), Events: row.GetInt64(1))))
            .ToDictionary(static row => row.Partition, static row => row.Events);
        foreach (var (number, oracle) in Partitions)
        {
            Assert.Equal(
                oracle.Days.Where(static day => day.Value != default).OrderBy(static day => day.Key).Select(static day => (day.Key, day.Value)),
                days.Where(row => row.Partition == number && row.Figures != default).OrderBy(static row => row.Day).Select(static row => (row.Day, row.Figures)));
            Assert.Equal(oracle.Archived.Count, counted.GetValueOrDefault(number));
        }
    }

    private Task<List<string>> Named(string sql) => tables.Rows(sql, static row => $"{row.GetInt16(0)} {row.GetString(1)} {row.GetInt64(2)}");

    // As whoever looks back reads it: events that stand at home, without those that are said not to have counted.
    private async Task<List<(int Partition, long Offset, byte[] Json)>> InTheLog(IReadOnlyList<IReadOnlyList<LogRecord>> log)
    {
        const string Gone = "select partition, log_offset from crm.uncounted union all select partition, log_offset from crm.dead_letters";
        var gone = (await tables.Rows(Gone, static row => (row.GetInt32(0), row.GetInt64(1)))).ToHashSet();
        return [.. from partition in Enumerable.Range(0, log.Count)
                   from record in log[partition]
                   where record.Kind == RecordKind.Event && record.Key.StartsWith(Store + "/", StringComparison.Ordinal) && !gone.Contains((partition, record.Offset))
                   let read = EventDecoder.Decode(record.Payload, record.AppendedAt).Event
                   where read is not null && (record.Origin is not null || HomePartition.Of(EventHome.KeyOf(Store, read.Value), log.Count) == partition)
                   select (partition, record.Offset, record.Payload.ToArray())];
    }

    private async Task Actions()
    {
        var rows = await tables.Rows($"select partition, key, customer, at from crm.outbox where store = '{Store}' order by partition, id", static row => (Partition: row.GetInt32(0), Text: $"{row.GetString(1)} {row.GetString(2)} at {new Instant(row.GetInt64(3))}"));
        var runs = (await tables.Rows($"select automation, customer, run, started_at, ended_at, ended from crm.automation_runs where store = '{Store}'",
            static row => (Key: (row.GetString(0), row.GetString(1), row.GetInt64(2)), Run: (row.GetInt64(3), row.IsDBNull(4) ? (long?)null : row.GetInt64(4), row.GetInt16(5))))).ToDictionary(static row => row.Key, static row => row.Run);
        foreach (var (number, oracle) in Partitions)
        {
            Assert.Equal(oracle.Actions, rows.Where(row => row.Partition == number).Select(static row => row.Text));
            Assert.All(oracle.Runs, run => Assert.Equal((run.Value.Started.Milliseconds, run.Value.Ended?.Milliseconds, (short)run.Value.End), runs[run.Key]));
        }

        Assert.Equal(expected.Partitions.Sum(static oracle => oracle.Runs.Count), runs.Count);
    }

    // How far time has passed for a customer with nothing due depends on batches; nothing else of the state does. Another rule, which changes nothing, takes both to one instant.
    private static string At(Instant at, Customer customer, StoreDefinitions definitions)
    {
        var effects = new List<Effect>();
        customer.Adopt(definitions, at, long.MaxValue, [], effects);
        Assert.Empty(effects);
        return $"{Encoding.UTF8.GetString(CustomerDocument.Write(customer.View()))} {Convert.ToHexString(customer.Write(new SnapshotWriter()))}";
    }
}
