using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Crm.Crash.Tests.Checks;
using Crm.Crash.Tests.Servers;
using Crm.TestSupport.Stores;
using Xunit.Abstractions;

namespace Crm.Crash.Tests.Overload;

/// <summary>
/// Producers that are faster than the system, for CRM_SECONDS (10): first its commits are slow and its log is not, then the log takes nothing either.
/// </summary>
public sealed partial class OverloadTests(ITestOutputHelper output)
{
    private const int Heap = 96 << 20; // what the silo may have for objects: with more it would fail
    private const int Rest = 250 << 20; // its code, the runtime's and the Kafka client's own
    private const int KafkaPartitions = 48; // of each the mock brokers keep 5 MB
    private const long Behind = 3 * Heap / 2 / Crowd.Filling; // records

    private static readonly TimeSpan Load = TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("CRM_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 10);
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan CatchUp = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData("postgres")]
    [InlineData("kafka")]
    public async Task Run_ProducersFasterThanTheSystem_MemoryIsBoundedNothingIsLostAndItRecovers(string log)
    {
        var partitions = log == "kafka" ? KafkaPartitions : Installation.Partitions;
        await using var installation = await Installation.Create(log == "kafka", new Dictionary<string, string>
        {
            ["DOTNET_GCHeapHardLimit"] = Heap.ToString("x", CultureInfo.InvariantCulture),
            ["CRM_MAX_APPENDS"] = "8",
            ["PostgresLog__TailBytes"] = "4000000",
            ["Crm__Kafka__ReadAheadBytes"] = "4000000",
            ["Crm__Pump__GroupBytes"] = log == "kafka" ? "65536" : "1000000",
            ["Crm__Pump__LagPoll"] = "00:00:00.200",
            ["Crm__Kafka__AppendTimeout"] = "00:00:02",
        }, partitions);
        using var store = await TestStore.Create(installation.Silo.Url, "wall", "shop");
        using var tables = new Tables(installation);
        try
        {
            await Run(installation, store, tables, partitions);
        }
        catch (HttpRequestException broken) when (installation.Silo.EndedByItself)
        {
            throw new InvalidOperationException($"The silo ended with {installation.Silo.ExitCode}. It wrote:\n{installation.Silo.Output}", broken);
        }
    }

    private async Task Run(Installation installation, TestStore store, Tables tables, int partitions)
    {
        var crowd = new Crowd(store);
        using var stop = new CancellationTokenSource();

        installation.Proxy.CommitDelay = TimeSpan.FromSeconds(1);
        var sending = crowd.Run(stop.Token);
        var lag = await Flood(store, crowd, sending);
        await Unreachable(installation, sending);
        crowd.Hold();
        await stop.CancelAsync();
        await sending;
        installation.Proxy.CommitDelay = TimeSpan.Zero;
        var took = await CaughtUp(store, installation, partitions);
        var probe = Stopwatch.StartNew();
        var applied = (await store.Post("/v1/track?wait=applied&timeout=30000", """{"type":"track","event":"Probe","userId":"probe","messageId":"probe"}""")).Ok();
        probe.Stop();
        Assert.True(applied["applied"].GetBoolean(), $"Caught up after {took.TotalSeconds:N1} s, an event was not applied in {probe.Elapsed.TotalSeconds:N1} s. It says: {await installation.Ready()} It wrote:\n{installation.Silo.Output}");

        var peak = installation.Silo.PeakWorkingSet;
        output.WriteLine($"{crowd.Events} events acknowledged, most behind {lag} ({lag * Crowd.Filling >> 20} MB); {crowd.Busy} times busy, {crowd.Unavailable} times unavailable; peak {peak >> 20} MB; caught up after {took.TotalSeconds:N1} s, then an event in {probe.ElapsedMilliseconds} ms");
        Assert.True(lag >= Behind, $"Only {lag} records behind.");
        Assert.True(peak < Heap + Rest, $"{peak >> 20} MB");
        Assert.True(crowd.Busy > 0 && crowd.Unavailable > 0);
        Assert.True(probe.Elapsed < TimeSpan.FromSeconds(5), $"{probe.Elapsed}");
        await NothingLost(tables, store, crowd);
    }

    /// <summary>Until as many records are behind as are to be, and for as long as asked: then no more than that.</summary>
    /// <returns>The most that were.</returns>
    private static async Task<long> Flood(TestStore store, Crowd crowd, Task sending)
    {
        var most = 0L;
        for (var watch = Stopwatch.StartNew(); (most < Behind || watch.Elapsed < Load) && watch.Elapsed < CatchUp && !sending.IsCompleted; await Task.Delay(Look))
        {
            var lag = (await Lags(store)).Sum();
            most = Math.Max(most, lag);
            (lag < Behind ? (Action)crowd.Go : crowd.Hold)();
        }

        crowd.Go();
        return most;
    }

    private static async Task Unreachable(Installation installation, Task sending)
    {
        if (installation.Kafka is { } brokers)
        {
            brokers.Down();
            await Task.WhenAny(sending, Task.Delay(Outage));
            brokers.Up();
            return;
        }

        installation.Proxy.Freeze();
        await Task.WhenAny(sending, Task.Delay(Outage / 2));
        installation.Proxy.Refuses = true;
        installation.Proxy.Cut();
        installation.Proxy.Thaw();
        await Task.WhenAny(sending, Task.Delay(Outage / 2));
        installation.Proxy.Refuses = false;
    }

    // What is not pumped, because the group is not joined again yet, has no lag that anybody knows.
    private static async Task<TimeSpan> CaughtUp(TestStore store, Installation installation, int partitions)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(Look))
        {
            var lags = await Lags(store);
            var lag = lags.Sum();
            if (lag == 0 && lags.Count == partitions)
            {
                return watch.Elapsed;
            }

            Assert.True(watch.Elapsed < CatchUp, $"Still {lag} records behind in {lags.Count} partitions. It says: {await installation.Ready()} It wrote:\n{installation.Silo.Output}");
        }
    }

    private static async Task<IReadOnlyList<long>> Lags(TestStore store) =>
        [.. LagLine().Matches((await store.Get("/metrics")).Ok().Text).Select(static match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    private static async Task NothingLost(Tables tables, TestStore store, Crowd crowd)
    {
        var rows = await tables.Rows("select json from crm.archive", static row => row.GetFieldValue<byte[]>(0));
        var archived = (await tables.Open(store.Name, rows)).Select(static json => Tables.Member(json, "messageId")!);
        Assert.Equal(crowd.MessageIds.Append("probe").Order(StringComparer.Ordinal), archived.Order(StringComparer.Ordinal));
        for (var sender = 0; sender < Crowd.Senders; sender++)
        {
            Assert.Equal(crowd.Batches[sender], (await store.Get($"/api/v1/customers/{Crowd.Buyer(sender)}")).Ok()["figures"].GetProperty("orders").GetInt64());
        }

        Assert.Equal(0, await tables.Scalar<long>("select count(*) from crm.dead_letters"));
    }

    [GeneratedRegex("^crm_pump_lag\\{.*\\} ([0-9]+)", RegexOptions.Multiline)]
    private static partial Regex LagLine();
}
