using System.Diagnostics;
using Crm.TestSupport;
using Crm.TestSupport.Databases;
using Npgsql;

namespace Crm.Silo.Tests.Telemetry;

/// <summary>A trace from a request to a webhook, across a real silo, its log, and a receiver.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private const string Client = "b7ad6b7169203331";

    private readonly OtlpReceiver _collector = new();
    private readonly WebhookReceiver _receiver = new();
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create(migrated: false);
        _receiver.Open();
    }

    public async Task DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _collector.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Event_ThatLeadsToActions_IsOneTrace()
    {
        await using var silo = await Start(_collector.Settings);
        using var store = await Automated(silo);
        var trace = NewTrace();

        await Send(store, "ann", $"00-{trace}-{Client}-01");

        var spans = await _collector.Trace(trace, static spans => spans.Count(static span => span.Name == "crm.commit") == 2 && spans.Count(static span => span.Name == "crm.action") == 3
            && spans.Any(static span => span.Name.StartsWith("POST", StringComparison.Ordinal)));
        var request = spans.Single(static span => span.Name == "POST /v1/track");
        var append = spans.Single(static span => span.Name == "crm.append");
        var apply = spans.Single(span => span.Name == "crm.apply" && span.Parent == request.Id);
        var actions = spans.Where(static span => span.Name == "crm.action").ToDictionary(static span => span.Tags["crm.step"]);
        Assert.Equal((Client, request.Id), (request.Parent, append.Parent));
        Assert.Equal(["call", "note", "tag"], actions.Keys.Order());
        Assert.All(actions.Values, action => Assert.Equal((apply.Id, "done", store.Name), (action.Parent, action.Tags["crm.outcome"], action.Tags["crm.store"])));
        Assert.Equal($"00-{trace}-{actions["call"].Id}-01", Assert.Single(_receiver.Received).TraceParent);
        Assert.Equal("204", actions["call"].Tags["http.response.status_code"]);
        IsApplied(spans, apply, "applied");
        IsApplied(spans, spans.Single(span => span.Name == "crm.apply" && span.Parent == actions["tag"].Id), "applied"); // what an action writes back goes on
        Assert.Equal(11, spans.Count);
        Assert.All(spans, static span => Assert.True(span.From <= span.To, span.Name));
        Assert.All(spans.SelectMany(static span => span.Tags), static tag => Assert.DoesNotContain("ann", tag.Value, StringComparison.Ordinal)); // no personal data
        await Eventually(() => _collector.Logs.Any(line => line.Trace == trace && line.Text.Contains("a note of its own", StringComparison.Ordinal)));
        await Eventually(() => _collector.Metrics.ContainsKey("crm.outbox.pending") && _collector.Metrics.ContainsKey("dotnet.gc.collections"));
        Assert.Equal(("{event}", "s"), (_collector.Metrics["crm.pump.events"], _collector.Metrics["crm.commit.duration"]));
    }

    [Fact]
    public async Task Silo_KilledBetweenAppendAndCommit_TheNextOneGoesOnWithTheTrace()
    {
        var trace = NewTrace();
        await using var first = await Start(_collector.Settings);
        using var store = await Automated(first);
        await using (var held = await HeldPartitions.Take(_database.ConnectionString))
        {
            await Send(store, "ann", $"00-{trace}-{Client}-01", waits: false);
            await held.Waiter(); // the log has the event, and the commit of what came of it cannot be
            await first.Kill();
        }

        _collector.Clear();
        Assert.Equal(0, await _database.Scalar<long>("select count(*) from crm.outbox"));
        await using var second = await Start(_collector.Settings);

        var spans = await _collector.Trace(trace, static spans => spans.Count(static span => span.Name == "crm.commit") == 2 && spans.Count(static span => span.Name == "crm.action") == 3);
        var apply = spans.Single(span => span.Name == "crm.apply" && IsFirst(span));
        IsApplied(spans, apply, "applied");
        Assert.All(spans.Where(static span => span.Name == "crm.action"), action => Assert.Equal(apply.Id, action.Parent));
        Assert.StartsWith($"00-{trace}-", Assert.Single(_receiver.Received).TraceParent, StringComparison.Ordinal);

        bool IsFirst(ReceivedSpan span) => !spans.Any(other => other.Id == span.Parent); // the request's own came from the process that is no more
    }

    [Fact]
    public async Task Events_OfNoRecordedTrace_MakeNoSpanAndAreCarriedWithout()
    {
        await using var silo = await Start(_collector.Settings);
        using var store = await Automated(silo);
        var trace = NewTrace();

        await Send(store, "ann", $"00-{NewTrace()}-{Client}-00");
        await Send(store, "ben", null);
        await Send(store, "cat", "no trace at all");
        await Send(store, "dan", $"00-{trace}-{Client}-01");

        await _collector.Trace(trace, static spans => spans.Count(static span => span.Name == "crm.action") == 3);
        await Eventually(() => _receiver.Received.Count == 4);
        Assert.All(_collector.Spans, span => Assert.Equal(trace, span.Trace));
        Assert.All(_receiver.Received, webhook => Assert.Equal(webhook.Customer == "u:dan", webhook.TraceParent is not null));
        Assert.Equal(3, await _database.Scalar<long>("select count(*) from crm.outbox where traceparent is not null"));
    }

    [Fact]
    public async Task Telemetry_NotAskedFor_RecordsNothingWhateverIsSent()
    {
        await using var silo = await Start([]);
        using var store = await Automated(silo);

        await Send(store, "ann", $"00-{NewTrace()}-{Client}-01");

        await Eventually(() => _receiver.Received.Count == 1);
        Assert.Null(_receiver.Received.Single().TraceParent);
        Assert.Equal(0, await _database.Scalar<long>("select count(*) from crm.outbox where traceparent is not null"));
        Assert.Empty(_collector.Spans);
    }

    private static void IsApplied(IReadOnlyList<ReceivedSpan> spans, ReceivedSpan apply, string outcome)
    {
        Assert.Equal((outcome, "1", false), (apply.Tags["crm.outcome"], apply.Tags["crm.batch.size"], apply.IsError));
        Assert.True(apply.Tags.ContainsKey("crm.partition") && apply.Tags.ContainsKey("crm.offset"));
        var call = spans.Single(span => span.Name == "crm.customer.apply" && span.Parent == apply.Id);
        var commit = spans.Single(span => span.Name == "crm.commit" && span.Parent == apply.Id);
        Assert.True(apply.From <= call.From && call.To <= apply.To && apply.To <= commit.To);
        Assert.Equal(apply.Tags["crm.partition"], commit.Tags["crm.partition"]);
    }

    private static string NewTrace() => ActivityTraceId.CreateRandom().ToHexString();

    private static async Task Send(TestStore store, string user, string? traceParent, bool waits = true)
    {
        var body = TestStore.Body($$"""{"userId":"{{user}}","event":"Visit"}""");
        (string, string)[] headers = traceParent is null ? [] : [("traceparent", traceParent)];
        (await store.Send(HttpMethod.Post, waits ? "/v1/track?wait=applied&timeout=30000" : "/v1/track", body, null, headers)).Ok();
    }

    private static async Task Eventually(Func<bool> condition)
    {
        for (var start = Stopwatch.GetTimestamp(); !condition(); await Task.Delay(20))
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30));
        }
    }

    private async Task<SiloProcess> Start(Dictionary<string, string> settings)
    {
        settings["CRM_WEBHOOK_ALLOW"] = "127.0.0.1";
        var silo = new SiloProcess(_database.ConnectionString, settings);
        await silo.Start();
        return silo;
    }

    private async Task<TestStore> Automated(SiloProcess silo)
    {
        _receiver.Answers = static _ => 204;
        var store = await TestStore.Create(silo.Url, "wall");
        (await store.Put("/api/v1/automations/visits", $$$"""
            {"name":"Visits","trigger":{"event":"Visit"},"steps":[
              {"id":"call","webhook":{"url":"{{{_receiver.Url}}}"}},{"id":"note","log":"a note of its own"},{"id":"tag","tag":{"add":["seen"]}}]}
            """)).Ok();
        (await store.Post("/api/v1/automations/visits/activate?wait=live&timeout=30000", "")).Ok();
        return store;
    }

    /// <summary>A transaction that holds all partitions' rows and is busy all the while: one that only waits for its client would be ended.</summary>
    private sealed class HeldPartitions(string connectionString, NpgsqlConnection connection, Task busy) : IAsyncDisposable
    {
        public static async Task<HeldPartitions> Take(string connectionString)
        {
            var connection = new NpgsqlConnection(connectionString + ";Pooling=false;Command Timeout=0");
            await connection.OpenAsync();
            await using var take = new NpgsqlCommand("begin; select 1 from crm.partitions for update", connection);
            await take.ExecuteNonQueryAsync();
            return new(connectionString, connection, new NpgsqlCommand("select pg_sleep(300)", connection).ExecuteNonQueryAsync());
        }

        /// <summary>Returns once somebody waits for it.</summary>
        public async Task Waiter()
        {
            await using var source = NpgsqlDataSource.Create(connectionString);
            await using var command = source.CreateCommand($"select count(*) from pg_stat_activity where {connection.ProcessID} = any (pg_blocking_pids(pid))");
            while ((long)(await command.ExecuteScalarAsync())! == 0)
            {
                await Task.Delay(20);
            }
        }

        /// <summary>Lets the rows go. Those who wait for them are ended before: what a killed process has sent would be committed still.</summary>
        public async ValueTask DisposeAsync()
        {
            await using (var source = NpgsqlDataSource.Create(connectionString))
            {
                foreach (var whom in (string[])[$"{connection.ProcessID} = any (pg_blocking_pids(pid))", $"pid = {connection.ProcessID}"])
                {
                    await using var command = source.CreateCommand($"select pg_terminate_backend(pid, 10000) from pg_stat_activity where {whom}");
                    await command.ExecuteNonQueryAsync();
                }
            }

            await busy.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await connection.DisposeAsync();
        }
    }
}
