using System.Diagnostics;
using Crm.TestSupport;
using Crm.TestSupport.Kafka;
using Crm.TestSupport.Webhooks;

namespace Crm.Crash.Tests.Servers;

/// <summary>All that a run consists of: a database behind a proxy, brokers where the log is Kafka's, a receiver of webhooks, and the silo that is asked.</summary>
internal sealed class Installation : IAsyncDisposable
{
    public const int Partitions = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<SiloProcess> _silos = [];
    private readonly Dictionary<string, string> _settings;

    private Installation(PostgresServer postgres, KafkaCluster? kafka, IReadOnlyDictionary<string, string> settings, int partitions)
    {
        (Postgres, Kafka, Proxy) = (postgres, kafka, new(postgres.Port));
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

    public bool LogKeepsTheArchive => _settings.GetValueOrDefault("Crm__Pump__Archive") == "Log";

    public PostgresServer Postgres { get; }

    public Proxy Proxy { get; }

    /// <summary>Null where the log is PostgreSQL's.</summary>
    public KafkaCluster? Kafka { get; }

    public WebhookReceiver Receiver { get; } = new();

    /// <summary>The one that is asked.</summary>
    public SiloProcess Silo { get; private set; } = null!;

    /// <param name="kafka">Whether the log is Kafka's.</param>
    /// <param name="settings">Environment variables of its silos above the usual ones.</param>
    /// <param name="partitions">Of its log.</param>
    public static async Task<Installation> Create(bool kafka, IReadOnlyDictionary<string, string> settings, int partitions = Partitions)
    {
        var installation = new Installation(await PostgresServer.Create(), kafka ? new() : null, settings, partitions);
        installation.Kafka?.CreateTopic("crm.events", partitions);
        installation.Kafka?.CreateTopic("crm.events.dead", 1);
        installation.Receiver.Open();
        installation.Silo = installation.New();
        await installation.Start(installation.Silo);
        return installation;
    }

    /// <summary>One more silo over the same database and log, not started yet.</summary>
    public SiloProcess New()
    {
        var silo = new SiloProcess(Postgres.Connection(Proxy.Port), _settings);
        _silos.Add(silo);
        return silo;
    }

    /// <summary>How often a silo had to be started again because it met a fault while it started.</summary>
    public int Restarts { get; private set; }

    /// <summary>As whatever keeps a service running does: where it ends before it is ready, it is started again. Returns once it is ready.</summary>
    public async Task Start(SiloProcess silo)
    {
        for (var patience = Stopwatch.StartNew(); ; Restarts++)
        {
            try
            {
                await silo.Start();
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

    /// <summary>From now on this one is asked.</summary>
    public void Ask(SiloProcess silo) => Silo = silo;

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }

        await Receiver.DisposeAsync();
        Proxy.Dispose();
        await Postgres.DisposeAsync();
        Kafka?.Dispose();
    }
}
