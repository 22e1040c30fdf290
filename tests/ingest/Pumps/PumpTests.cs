using Crm.Core.Automations;
using Crm.Core.Definitions;
using Crm.Ingest.Commits;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Crm.Ingest.Tests.Memory;
using Crm.TestSupport.Pumps;
using Xunit.Abstractions;

namespace Crm.Ingest.Tests.Pumps;

public sealed class PumpTests(ITestOutputHelper output)
{
    private const int Partitions = 3;
    private const long Day = 24L * 60 * 60 * 1000;
    private const string Viewed = """{"type":"track","event":"Product Viewed","userId":"1","timestamp":"2017-01-01T00:00:00Z"}""";
    private const long Start = 1_483_228_800_000; // 2017-01-01

    // A quarter of the events comes in anywhere, and crashes fall between commit and append too. Seen to fail without any one of: dropping
    // repeats, the marks of S (for the pump; for a customer's replay), rows left being taken over, silence in a replay, the key by the
    // event, the order of appends, stored numbers, repeated appends, rows that stay until they are appended.
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Run_CrashesAnywhereAndCommitsWithUnknownOutcome_EqualsThePureFold(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var harness = new Harness(StoreClock.Log, Partitions, new PumpOptions
        {
            BatchRecords = random.Next(1, 40),
            GroupRecords = random.Next(1, 60),
            WakeChunk = random.Next(1, 6),
            BackfillPage = random.Next(1, 5),
            ReplayRecords = random.Next(0, 80),
            EarlySnapshotsPerSecond = random.Next(2) * 1000,
            KnownCustomers = random.Next(2, 30),
            RestartDelay = TimeSpan.FromMilliseconds(10),
        });
        await Fill(harness, random);
        var lost = random.Next(4);
        var mishaps = new Random(seed);
        harness.Mishaps = () =>
        {
            lock (mishaps)
            {
                return mishaps.Next(200) < lost * 5 ? Mishap.Lost : mishaps.Next(20) == 0 ? Mishap.Slow : Mishap.None;
            }
        };
        if (random.Next(2) == 0)
        {
            harness.Database.Delay = () => Task.Delay(random.Next(4));
        }

        var appends = new Random(seed);
        harness.AppendFaults = () =>
        {
            lock (appends)
            {
                return (AppendFault)Math.Max(0, appends.Next(9) - 4);
            }
        };
        var commits = 0;
        harness.Database.Faults = _ => random.Next(10) switch { 0 => Fault.Lost, 1 => Fault.AnswerLost, _ => Fault.None };
        for (var crashes = random.Next(0, 12); crashes > 0; crashes--)
        {
            var crash = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var at = random.Next(1, 30);
            commits = 0;
            harness.Database.Faults = _ =>
            {
                if (Interlocked.Increment(ref commits) == at)
                {
                    crash.TrySetResult();
                    return random.Next(2) == 0 ? Fault.Lost : Fault.AnswerLost;
                }

                return random.Next(10) switch { 0 => Fault.Lost, 1 => Fault.AnswerLost, _ => Fault.None };
            };
            await harness.Run(crash.Task);
        }

        await harness.Run();
        AssertEqualsOracle(harness);
    }

    [Fact]
    public async Task Run_ControlForAVersionThatIsNot_IsADeadLetter()
    {
        var harness = new Harness(StoreClock.Log, 1, new PumpOptions());
        await harness.Control(99);
        await harness.Append(RecordKind.Event, "u:1", Viewed);
        await harness.Run();

        Assert.Equal(0, Assert.Single(harness.Database.DeadLetters).Row.Offset);
        Assert.Single(harness.Database.Archive);
    }

    [Fact]
    public async Task Run_TickBeyondAllTime_IsADeadLetter()
    {
        var harness = new Harness(StoreClock.Log, 1, new PumpOptions());
        await harness.Tick(long.MaxValue - 5);
        await harness.Append(RecordKind.Event, "u:1", Viewed);
        await harness.Run();

        Assert.Equal(0, Assert.Single(harness.Database.DeadLetters).Row.Offset);
        Assert.Single(harness.Database.Archive);
    }

    public static TheoryData<int> Seeds()
    {
        var first = int.TryParse(Environment.GetEnvironmentVariable("CRM_SEED"), out var given) ? given : 1;
        var count = int.TryParse(Environment.GetEnvironmentVariable("CRM_SEEDS"), out var many) ? many : 20;
        var seeds = new TheoryData<int>();
        foreach (var seed in Enumerable.Range(first, count))
        {
            seeds.Add(seed);
        }

        return seeds;
    }

    private static async Task Fill(Harness harness, Random random)
    {
        string[] names = [FlakyGrains.Poison, "Product Viewed", "Product Viewed", "Product Added", "Order Completed", "Order Cancelled"];
        var at = Start;
        harness.Automate("cart", Cart("PT2H"));
        harness.Automate("viewer", """{"name":"x","trigger":{"event":"Product Viewed"},"again":"PT1H","steps":[{"id":"a","tag":{"add":["viewer"]}},{"id":"b","waitUntil":"orders >= 2","orAfter":"P3D"},{"id":"c","log":"x"}]}""");
        harness.Define(("viewers", "did \"Product Viewed\" at least 3 times in the last 2 days"));
        await harness.Control(1);
        harness.DefineOther(("viewers", "did \"Product Viewed\" at least 1 times in the last 3 days"), ("lapsed", "last \"Order Completed\" more than 2 days ago"));
        await harness.Control(1, Harness.Other);
        for (var i = 0; i < 400; i++)
        {
            at += random.NextInt64(6) * Day / 24; // whole hours, so that many are due at one instant
            var customer = $"u:{random.Next(25)}";
            var name = names[random.Next(20) == 0 ? 0 : random.Next(1, names.Length)];
            var late = random.Next(5) == 0 ? random.NextInt64(5 * 24) * Day / 24 : 0;
            var when = DateTimeOffset.FromUnixTimeMilliseconds(at - late).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null);
            await Append(harness, random, Harness.Store, customer, random.Next(40) == 0 ? "{broken" : $$"""
                {"type":"track","event":"{{name}}","userId":"{{customer[2..]}}",{{MessageId(random, i)}}"timestamp":"{{when}}",
                "receivedAt":"2026-01-01T00:00:00Z","properties":{"order_id":"{{random.Next(60)}}","total":"{{random.Next(1, 90)}}.50","currency":"{{(random.Next(30) == 0 ? "EUR" : "USD")}}"} }
                """);
            if (random.Next(3) == 0)
            {
                // Another store whose time is behind and slower.
                var other = random.Next(15);
                await Append(harness, random, Harness.Other, $"u:{other}", $$"""
                    {"type":"track","event":"{{names[random.Next(1, names.Length)]}}","userId":"{{other}}","timestamp":"{{DateTimeOffset.FromUnixTimeMilliseconds(Start - 300 * Day + (at - Start) / 2):yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}",
                    "receivedAt":"2026-01-01T00:00:00Z","properties":{"order_id":"{{random.Next(60)}}","total":"5","currency":"USD"} }
                    """);
            }

            if (i == 150)
            {
                harness.Automate("cart", Cart("PT5H"));
                harness.Automate("viewer", """{"name":"x","trigger":{"event":"Product Viewed"},"again":"PT1H","steps":[{"id":"b","waitUntil":"orders >= 2","orAfter":"P3D"},{"id":"c","log":"x"}]}""", AutomationState.Paused);
                harness.Define(
                    ("viewers", "did \"Product Viewed\" at least 2 times in the last 2 days"),
                    ("lapsed", "last \"Order Completed\" more than 3 days ago"),
                    ("abandoned", "did \"Product Added\" then not \"Order Completed\" within 2 hours"));
                await harness.Control(2);
            }
            else if (i == 280)
            {
                harness.Automate("cart", null);
                harness.Automate("viewer", """{"name":"x","trigger":{"entered":"good"},"exit":"orders > 6","steps":[{"id":"b","waitUntil":"orders >= 2","orAfter":"P3D"},{"id":"c","log":"x"},{"wait":"P20D"},{"webhook":{"url":"https://shop.example"}}]}""");
                harness.Define(
                    ("lapsed", "last \"Order Completed\" more than 3 days ago"),
                    ("good", "orders >= 3 or revenue > 100"),
                    ("fresh", "rfm.r = 5 and not did \"Product Viewed\" in the last 1 day"));
                await harness.Control(3);
            }
        }

        await harness.Tick(at + 10 * Day);
        await harness.Tick(at + 400 * Day);
    }

    // A quarter come by other producers: anywhere, under a key that names the store and for the rest whatever it likes.
    private static async Task Append(Harness harness, Random random, string store, string customer, string json)
    {
        if (random.Next(4) > 0)
        {
            await harness.Append(RecordKind.Event, customer, json, store);
            return;
        }

        var key = random.Next(3) switch { 0 => "", 1 => $"u:{random.Next(25)}", _ => customer };
        await harness.AppendAt(random.Next(Partitions), $"{store}/{key}", json);
    }

    private static string Cart(string wait) => $$"""
        {"name":"x","trigger":{"event":"Product Added"},"exit":"did \"Order Completed\" in the last 1 hour","again":"P1D",
         "steps":[{"id":"a","wait":"{{wait}}"},{"id":"b","webhook":{"url":"https://shop.example"} },{"id":"c","wait":"P1D"},{"id":"d","log":"x"}]}
        """;

    // A third have none, so that nothing but positions keeps a replay from counting them again; some are resends.
    private static string MessageId(Random random, int i) =>
        random.Next(3) == 0 ? "" : $"\"messageId\":\"m{(random.Next(20) == 0 ? i - 1 : i)}\",";

    private static void AssertEqualsOracle(Harness harness)
    {
        AssertEqualsOracle(harness, harness.Settings, harness.Sets);
        AssertEqualsOracle(harness, harness.OtherSettings, harness.OtherSets);
        Assert.NotEmpty(harness.Database.Actions);
        for (var partition = 0; partition < Partitions; partition++)
        {
            var feed = harness.Database.Feed.Where(row => row.Partition == partition).Select(static row => row.Row).ToArray();
            Assert.Equal(Enumerable.Range(1, feed.Length).Select(static number => (long)number), feed.Select(static row => row.Number));
            Assert.Equal(feed.Select(static row => row.Offset).Order(), feed.Select(static row => row.Offset));
        }
    }

    private static void AssertEqualsOracle(Harness harness, StoreSettings store, IReadOnlyDictionary<int, DefinitionSet> sets)
    {
        var members = new HashSet<(string, string)>();
        var mine = store.Name + "/";
        var oracles = Enumerable.Range(0, Partitions).Select(partition => new Oracle(store, sets, partition, Partitions)).ToArray();
        for (var partition = 0; partition < Partitions; partition++)
        {
            var oracle = oracles[partition];
            oracle.Run(harness.Log.All(partition));
            Assert.Equal(oracle.Feed, harness.Database.Feed.Where(row => row.Partition == partition && row.Row.Store == store.Name).Select(static row => Text(row.Row)));
            Assert.Equal(oracle.Archived, harness.Database.Archive
                .Where(row => row.Partition == partition && row.Row.Customer.Store == store.Name).Select(static row => row.Row.Offset).Order());
            Assert.Equal(oracle.DeadLettered, harness.Database.DeadLetters
                .Where(row => row.Partition == partition && row.Row.Key.StartsWith(mine, StringComparison.Ordinal)).Select(static row => row.Row.Offset).Order());
            AssertJourneysEqual(harness, store, oracle, partition);
            foreach (var customer in oracle.Customers.Values)
            {
                members.UnionWith(customer.View().Segments.Select(segment => (segment.Segment, customer.Key.Id)));
            }
        }

        foreach (var source in Enumerable.Range(0, Partitions))
        {
            Assert.All(Enumerable.Range(0, Partitions), target => Assert.Equal(oracles[source].Forwarded[target], oracles[target].Taken[source]));
        }

        var live = sets[sets.Count].Segments.Select(static segment => segment.Id).ToHashSet();
        Assert.Equal(members.Order(), harness.Database.Memberships.Keys
            .Where(key => key.Store == store.Name && live.Contains(key.Segment)).Select(static key => (key.Segment, key.Customer)).Order());
        foreach (var segment in live)
        {
            Assert.Equal(members.Count(member => member.Item1 == segment), harness.Database.SegmentCounts.GetValueOrDefault((store.Name, segment)));
        }
    }

    // Seen to fail where a resumed run's action is left out of the commit, and where a silent replay writes actions again.
    private static void AssertJourneysEqual(Harness harness, StoreSettings store, Oracle oracle, int partition)
    {
        var actions = harness.Database.Actions.Where(row => row.Partition == partition && row.Row.Store == store.Name).Select(static row => row.Row).ToArray();
        Assert.Equal(oracle.Actions, actions.Select(static row => $"{row.Key} {row.Customer} at {row.At}"));
        Assert.All(oracle.Runs, run =>
        {
            var row = harness.Database.Runs[(store.Name, run.Key.Automation, run.Key.Customer, run.Key.Run)];
            Assert.Equal(run.Value, (row.StartedAt!.Value, row.EndedAt, row.End));
        });
    }

    private static string Text(FeedRow row) => row.Change switch
    {
        FeedChange.SegmentLive => $"{row.Segment} live v{row.Version}",
        FeedChange.SegmentDeleted => $"{row.Segment} deleted",
        _ => Oracle.Entry(row.Segment, row.Customer, row.Change == FeedChange.Entered, row.Version, row.Sequence, row.At),
    };
}
