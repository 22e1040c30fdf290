using System.Collections.Concurrent;
using System.Diagnostics;
using Crm.TestSupport;
using Crm.TestSupport.Kafka;
using Crm.TestSupport.Webhooks;

namespace Crm.Crash.Tests.Servers;

/// <summary>All that a run consists of: a database behind a proxy, brokers where the log is Kafka's, a receiver of webhooks, and the silos that are asked.</summary>
internal sealed class Installation : IAsyncDisposable
{
    public const int Partitions = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<SiloProcess> _silos = [];
    private readonly List<Proxy> _links = [];
    private volatile SiloProcess[] _members = [];
    private readonly ConcurrentDictionary<SiloProcess, bool> _starting = new();
    private readonly CancellationTokenSource _end = new();
    private int _turn;
    private readonly Dictionary<string, string> _settings;

    private Installation(PostgresServer postgres, KafkaCluster? kafka, IReadOnlyDictionary<string, string> settings, int partitions, bool together)
    {
        (Postgres, Kafka, Proxy, IsCluster) = (postgres, kafka, new(postgres.Port), together);
        _settings = new(settings)
        {
            ["CRM_PARTITIONS"] = $"{partitions}",
            ["CRM_WEBHOOK_ALLOW"] = "127.0.0.1",
            ["Crm__Webhooks__Timeout"] = "00:00:01",
            ["Crm__Triggers__Lease"] = "00:00:15",
            ["Crm__Pump__FencedDelay"] = "00:00:03",
            ["PostgresLog__LeaseTime"] = "00:00:02",
            ["PostgresLog__ReleaseEvery"] = "01:00:00", // the oracle reads it all
        };
        if (kafka is not null)
        {
            _settings["CRM_KAFKA"] = kafka.Brokers;
            _settings["Crm__Kafka__FetchWait"] = "00:00:00.020";
            _settings["Crm__Kafka__SessionTimeout"] = "00:00:02";
        }
    }

    /// <summary>Its silos are one cluster, and reach each other through <see cref="Links"/>; else each is one of its own.</summary>
    public bool IsCluster { get; }

    public IReadOnlyList<Proxy> Links => _links;

    public bool LogKeepsTheArchive => _settings.GetValueOrDefault("Crm__Pump__Archive") == "Log";

    public PostgresServer Postgres { get; }

    public Proxy Proxy { get; }

    /// <summary>Null where the log is PostgreSQL's.</summary>
    public KafkaCluster? Kafka { get; }

    public WebhookReceiver Receiver { get; } = new();

    /// <summary>Those that are asked.</summary>
    public IReadOnlyList<SiloProcess> Members => _members;

    /// <summary>The one that is asked; of several each in turn.</summary>
    public SiloProcess Silo => _members is var all ? all[(int)((uint)Interlocked.Increment(ref _turn) % all.Length)] : null!;

    /// <summary>What the silos that are asked wrote last.</summary>
    public string Output => string.Join("\n\n", _members.Select(static silo => $"{silo.Url}\n{silo.Output}"));

    /// <param name="kafka">Whether the log is Kafka's.</param>
    /// <param name="settings">Environment variables of its silos above the usual ones.</param>
    /// <param name="partitions">Of its log.</param>
    /// <param name="cluster">How many silos are one cluster; 0 for one silo that is alone.</param>
    public static async Task<Installation> Create(bool kafka, IReadOnlyDictionary<string, string> settings, int partitions = Partitions, int cluster = 0)
    {
        var installation = new Installation(await PostgresServer.Create(), kafka ? new() : null, settings, partitions, cluster > 0);
        installation.Kafka?.CreateTopic("crm.events", partitions);
        installation.Kafka?.CreateTopic("crm.events.dead", 1);
        installation.Receiver.Open();
        installation._members = [.. Enumerable.Range(0, Math.Max(1, cluster)).Select(_ => installation.New())];
        await Task.WhenAll(installation._members.Select(installation.Start));
        _ = installation.Keep();
        return installation;
    }

    /// <summary>One more silo over the same database and log, not started yet.</summary>
    public SiloProcess New()
    {
        var silo = new SiloProcess(Postgres.Connection(Proxy.Port), IsCluster ? Linked() : _settings);
        _silos.Add(silo);
        return silo;
    }

    /// <summary>How often a silo had to be started again because it met a fault while it started.</summary>
    public int Restarts { get; private set; }

    /// <summary>As whatever keeps a service running does: where it ends before it is ready, it is started again. Returns once it is ready.</summary>
    public async Task Start(SiloProcess silo)
    {
        _starting[silo] = true;
        for (var patience = Stopwatch.StartNew(); ; Restarts++)
        {
            try
            {
                await silo.Start();
                _starting.TryRemove(silo, out _);
                return;
            }
            catch (InvalidOperationException) when (silo.ExitCode is not null && patience.Elapsed < Patience)
            {
                // What it needs is not there yet.
            }
        }
    }

    /// <summary>What the silo that is asked says of its health.</summary>
    public async Task<string> Ready()
    {
        using var http = new HttpClient { BaseAddress = Silo.Url };
        using var answer = await http.GetAsync("/health/ready");
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>From now on the other one is asked.</summary>
    public void Replace(SiloProcess silo, SiloProcess other) => _members = [.. _members.Select(member => member == silo ? other : member)];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }

        await Receiver.DisposeAsync();
        _links.ForEach(static link => link.Dispose());
        Proxy.Dispose();
        await Postgres.DisposeAsync();
        Kafka?.Dispose();
    }

    // A silo that the others of its cluster have given up ends by itself.
    private async Task Keep()
    {
        while (!_end.IsCancellationRequested)
        {
            foreach (var silo in _members.Where(silo => silo.EndedByItself && !_starting.ContainsKey(silo)))
            {
                Restarts++;
                await Start(silo);
            }

            await Task.Delay(200);
        }
    }

    private Dictionary<string, string> Linked()
    {
        var port = SiloProcessMachine.FreePort();
        var link = new Proxy(port, postgres: false);
        _links.Add(link);
        return new(_settings)
        {
            ["Crm__Orleans__Clustering"] = "Postgres",
            ["Crm__Orleans__ListenPort"] = $"{port}",
            ["Crm__Orleans__SiloPort"] = $"{link.Port}",
            ["Crm__Orleans__GatewayPort"] = "0",
        };
    }
}
