using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Crm.TestSupport;
using Crm.TestSupport.Databases;

namespace Crm.Cluster.Tests;

/// <summary>Three silos over one database as processes of their own, which are one cluster.</summary>
public sealed class SiloCluster : IAsyncLifetime
{
    public const int Partitions = 12;

    private readonly List<(SiloProcess Silo, string Gateway)> _silos = []; // those that are ready, to be asked
    private readonly ConcurrentBag<SiloProcess> _started = [];
    private TestDatabase _database = null!;

    public IReadOnlyList<SiloProcess> Silos
    {
        get
        {
            lock (_silos)
            {
                return [.. _silos.Select(static ready => ready.Silo)];
            }
        }
    }

    /// <summary>Of the silos, for clients.</summary>
    public IReadOnlyList<string> Gateways
    {
        get
        {
            lock (_silos)
            {
                return [.. _silos.Select(static ready => ready.Gateway)];
            }
        }
    }

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create(migrated: false);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Join()));
        await Even();
    }

    /// <summary>One more; returns once it is ready.</summary>
    /// <param name="assembly">Path of another build of it; null for this one.</param>
    public async Task<SiloProcess> Join(string? assembly = null)
    {
        var gateway = SiloProcessMachine.FreePort();
        var silo = new SiloProcess(_database.ConnectionString, new Dictionary<string, string>
        {
            ["CRM_PARTITIONS"] = $"{Partitions}",
            ["Crm__Orleans__Clustering"] = "Postgres",
            ["Crm__Orleans__SiloPort"] = $"{SiloProcessMachine.FreePort()}",
            ["Crm__Orleans__GatewayPort"] = $"{gateway}",
            ["Crm__Orleans__Streams"] = "true",
            ["Crm__Pump__EarlySnapshotsPerSecond"] = "0", // what nobody waits for is in memory alone
            ["PostgresLog__LeaseTime"] = "00:00:02",
        }, assembly);
        _started.Add(silo);
        await silo.Start();
        lock (_silos)
        {
            _silos.Add((silo, $"127.0.0.1:{gateway}"));
        }

        return silo;
    }

    /// <summary>Asks one to stop, whom nobody asks any more, and returns once it has given everything away and ended.</summary>
    public async Task Leave(SiloProcess silo)
    {
        lock (_silos)
        {
            _silos.RemoveAll(ready => ready.Silo == silo);
        }

        Assert.Equal(0, await silo.Stop());
    }

    /// <summary>Whose which partition is, by the address of the owner in the cluster.</summary>
    public async Task<ILookup<string, int>> Owners() =>
        (await _database.Scalar<string[]>("select array_agg(partition || ' ' || owner) from crm.partitions")).Select(static row => row.Split(' ')).ToLookup(static row => row[1], static row => int.Parse(row[0], CultureInfo.InvariantCulture));

    /// <summary>Returns once every silo has its share.</summary>
    public Task Even() => Until(async () => await Owners() is var owners && owners.Count == _silos.Count && owners.All(owner => owner.Count() == Partitions / _silos.Count));

    /// <summary>The sum of a metric over all silos and labels.</summary>
    public async Task<double> Sum(string metric)
    {
        var sum = 0.0;
        using var http = new HttpClient();
        foreach (var silo in Silos.Where(static silo => silo.ExitCode is null))
        {
            var text = await http.GetStringAsync(new Uri(silo.Url, "/metrics"));
            sum += Regex.Matches(text, $@"^{metric}(?:\{{[^}}]*\}})? ([0-9.e+]+)", RegexOptions.Multiline).Sum(static match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        }

        return sum;
    }

    public static async Task Until(Func<Task<bool>> reached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await reached())
        {
            await Task.Delay(50, patience.Token);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var silo in _started)
        {
            await silo.DisposeAsync();
        }

        await _database.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<SiloCluster>
{
    public const string Name = "cluster";
}
