using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Crm.Core.Customers.Json;
using Crm.Core.Definitions;
using Crm.Core.Time;
using Crm.Crash.Tests.Checks;
using Crm.Crash.Tests.Faults;
using Crm.Crash.Tests.Load;
using Crm.Crash.Tests.Servers;
using Crm.TestSupport.Stores;
using Xunit.Abstractions;

namespace Crm.Crash.Tests;

/// <summary>One seed: two stores under load while faults happen, then everything that came of it against the oracle.</summary>
internal sealed class CrashRun(Installation installation, int seed, int faults, ITestOutputHelper output)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(2);

    private readonly Random _random = new(seed);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _settled;

    public async Task<TimeSpan> Run(CancellationToken cancellationToken)
    {
        using var shopStore = await TestStore.Create(installation.Silo.Url, "log", "shop");
        using var tillStore = await TestStore.Create(installation.Silo.Url, "wall", "till");
        var (shop, till) = (new Shop(installation, shopStore, new(_random.Next())), new Till(installation, tillStore, new(_random.Next())));
        var injector = new Injector(installation, new(_random.Next()), output);
        using var stop = new CancellationTokenSource();
        Task[] load = [shop.Run(stop.Token, cancellationToken), till.Run(stop.Token, cancellationToken)];
        var injecting = injector.Run(faults, [shop.Client, till.Client], cancellationToken);
        if (await Task.WhenAny([injecting, .. load]) is { IsFaulted: true } failed)
        {
            await failed;
        }

        await injecting;
        await stop.CancelAsync();
        await Task.WhenAll(load);
        installation.Receiver.Answers = static _ => 200;
        output.WriteLine($"{shop.Events} events by one sender, {till.MessageIds.Count()} by three; {shop.Client.Repeats + till.Client.Repeats} repeats, {installation.Proxy.WritesCut} writes cut, {installation.Restarts} starts repeated, {installation.Receiver.AnsweredLate} webhooks answered too late");
        var loaded = _watch.Elapsed;
        await Check(shop, till);
        output.WriteLine($"{loaded.TotalSeconds:N0} s under load, {_settled.TotalSeconds:N0} s until at rest, {(_watch.Elapsed - loaded - _settled).TotalSeconds:N0} s of checks");
        return injector.Longest;
    }

    private async Task Check(Shop shop, Till till)
    {
        using var tables = new Tables(installation);
        await using var log = await LogCopy.Open(installation);
        var stopped = _watch.Elapsed;
        await Settle(tables, log);
        _settled = _watch.Elapsed - stopped;
        var records = await log.Read();
        var probes = Enumerable.Range(0, faults).Select(static fault => $"probe-{fault}").ToList();
        var shopped = await Expected.Of(new StoreSettings("shop", StoreClock.Log, "UTC", "BRL"), tables, records);
        foreach (var customer in shopped.Partitions.SelectMany(static oracle => oracle.Customers.Values).Where(static customer => customer.Exists))
        {
            var read = await shop.Client.Read(customer.Key.Id);
            var asOf = JsonElement.Parse(read).GetProperty("asOf").GetDateTimeOffset();
            Assert.Equal(Encoding.UTF8.GetString(CustomerDocument.Write(customer.View() with { AsOf = Instant.From(asOf) })), read);
        }

        await Task.WhenAll(installation.Members.Select(static async silo =>
        {
            var code = await silo.Stop();
            Assert.True(code == 0, $"A silo stopped with code {code}. It wrote:\n{silo.Output}");
        }));
        records = await log.Read();
        var tilled = await Expected.Of(new StoreSettings("till", StoreClock.Wall, "UTC", "BRL"), tables, records);
        var actions = new ActionCheck(tables, installation.Receiver);
        var archive = installation.LogKeepsTheArchive ? records : null;
        await new StoreCheck(tables, shopped, archive).Run([.. shop.MessageIds, .. probes, .. await actions.Tagged("shop")]);
        await new StoreCheck(tables, tilled, archive).Run([.. till.MessageIds, .. probes, .. await actions.Tagged("till")]);
        await actions.Run();
        await FeedNumbers(tables);
        var (undisturbed, course) = ((await Expected.Of(shopped.Store, tables, shop.Undisturbed.Partitions)).Course(), shopped.Course());
        Assert.Equal(undisturbed.Select(static customer => customer.Key).Order(), course.Select(static customer => customer.Key).Order());
        Assert.All(undisturbed, customer => Assert.Equal(customer, course[customer.Key]));
        Assert.NotEmpty(undisturbed);
    }

    /// <summary>Returns when every action is done, every record of the log applied, and none comes any more.</summary>
    private async Task Settle(Tables tables, LogCopy log)
    {
        var start = Stopwatch.GetTimestamp();
        for (var calm = 0; calm < 3; calm = await IsSettled(tables, log) ? calm + 1 : 0)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Quiet, $"It did not come to rest. It wrote:\n{installation.Output}");
            await tables.Execute("update crm.outbox set due_at = 0 where state = 0 and due_at > 0"); // no waiting for leases of the dead and for the next attempt
            await Task.Delay(1_000); // three are longer than any rule of the store on the wall clock is quiet by itself
        }
    }

    private static async Task<bool> IsSettled(Tables tables, LogCopy log)
    {
        var applied = await tables.Rows("select e_offset from crm.partitions order by partition", static row => row.GetInt64(0));
        return await tables.Scalar<long>("select count(*) from crm.outbox where state = 0") == 0 && applied.SequenceEqual(await log.Ends());
    }

    private static async Task FeedNumbers(Tables tables)
    {
        foreach (var (partition, next) in await tables.Rows("select partition, next_feed_number from crm.partitions", static row => (row.GetInt32(0), row.GetInt64(1))))
        {
            var rows = await tables.Rows($"select number, log_offset from crm.feed where partition = {partition} order by number", static row => (Number: row.GetInt64(0), Offset: row.GetInt64(1)));
            Assert.Equal(Enumerable.Range(1, (int)next - 1).Select(static number => (long)number), rows.Select(static row => row.Number));
            Assert.Equal(rows.Select(static row => row.Offset).Order(), rows.Select(static row => row.Offset));
        }
    }
}
