using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Crm.Crash.Tests.Servers;
using Crm.TestSupport.Stores;

namespace Crm.Crash.Tests.Load;

/// <summary>Asks whichever silo is to be asked for a store, and asks again, with the same ids, until it has the answer.</summary>
internal sealed class Client(Installation installation, TestStore store)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<Uri, TestStore> _stores = new();
    private int _repeats;

    public string Store => store.Name;

    /// <summary>How often something had to be asked again.</summary>
    public int Repeats => _repeats;

    public async Task Do(Step step, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case Step.Events events:
                var body = $"{{\"batch\":[{string.Join(',', events.All.Select(static sent => sent.Json))}]}}";
                var answer = await Insist(at => at.Post("/v1/batch", body), static _ => true, cancellationToken);
                Assert.False(answer.Json.TryGetProperty("rejected", out _), answer.Text);
                break;
            case Step.Tags tags:
                await Insist(at => at.Send(HttpMethod.Post, $"/api/v1/customers/u:{tags.Customer}/tags", TestStore.Body(tags.Json), null, ("Idempotency-Key", tags.Key)), static _ => true, cancellationToken);
                break;
            case Step.Define { Json: { } json } define:
                await Insist(at => at.Put($"/api/v1/{define.Path}", json), static _ => true, cancellationToken);
                break;
            case Step.Define define:
                await Insist(at => at.Post($"/api/v1/{define.Path}", ""), static _ => true, cancellationToken);
                break;
            case Step.Clock clock:
                await Insist(at => at.Post("/api/v1/clock", JsonSerializer.Serialize(new { to = clock.To.UtcDateTime })), static _ => true, cancellationToken);
                break;
        }
    }

    /// <summary>An event of a customer whom nobody else writes about; returns once its effects are there.</summary>
    public Task Probe(string id, CancellationToken cancellationToken) => Insist(
        at => at.Post("/v1/track?wait=applied&timeout=4000", $$"""{"userId":"{{id}}","messageId":"{{id}}","event":"Probe","timestamp":"2016-12-01T00:00:00Z"}"""),
        static answer => answer["applied"].GetBoolean(), cancellationToken);

    public async Task<string> Read(string customer) => (await Insist(at => at.Get($"/api/v1/customers/{customer}"), static _ => true, default)).Text;

    private async Task<Answer> Insist(Func<TestStore, Task<Answer>> ask, Func<Answer, bool> done, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var answer = await ask(_stores.GetOrAdd(installation.Silo.Url, store.At)).WaitAsync(Patience, cancellationToken);
                if (answer.Status is not (HttpStatusCode.TooManyRequests or HttpStatusCode.NotFound or >= HttpStatusCode.InternalServerError) && done(answer.Ok()))
                {
                    return answer;
                }
            }
            catch (Exception thrown) when (thrown is HttpRequestException or TimeoutException or IOException)
            {
                // It is down, or so slow that nobody waits: the first attempt may still arrive after the second.
            }

            Interlocked.Increment(ref _repeats);
            await Task.Delay(Between, cancellationToken);
        }
    }
}
