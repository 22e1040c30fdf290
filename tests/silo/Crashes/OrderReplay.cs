using Crm.Silo.Tests.Sample;
using Crm.Silo.Tests.Support;
using Crm.TestSupport;
using Crm.TestSupport.Databases;

namespace Crm.Silo.Tests.Crashes;

/// <summary>Real orders with browsing around them, sent to one or more silos that something happens to meanwhile.</summary>
internal sealed class OrderReplay(TestDatabase database, params SiloProcess[] silos)
{
    public const int Orders = 6_000;

    private const int PerRequest = 100;
    private const string AsOf = "2017-06-01T00:00:00Z";

    private static readonly string[] Events = [.. SampleOrder.All().Take(Orders).SelectMany(WithBrowsing)];

    /// <param name="disturb">Runs beside the replay, and is told when that has ended. None: nothing happens, and nobody waits for it.</param>
    /// <param name="reader">Answers at the end; null for the first one.</param>
    public async Task<Outcome> Run(Func<CancellationToken, Task>? disturb = null, Func<Task<SiloProcess>>? reader = null)
    {
        using var first = await TestStore.Create(silos[0].Url, "log", "shop");
        TestStore[] stores = [first, .. silos.Skip(1).Select(silo => first.At(silo.Url))];
        await first.PutSegment("viewers", "did \"Product Viewed\" at least 3 times in the last 7 days");
        await first.PutSegment("lapsed", "last \"Order Completed\" more than 30 days ago");
        await first.PutSegment("abandoned", "did \"Product Added\" then not \"Order Completed\" within 30 minutes");
        await first.PutSegment("good", "rfm in (\"Champions\", \"Loyal Customers\") or revenue >= 100");
        using var done = new CancellationTokenSource();
        var disturbing = disturb?.Invoke(done.Token) ?? Task.CompletedTask;
        var sent = 0;
        foreach (var chunk in Events.Chunk(PerRequest))
        {
            await Insist(() => stores[sent++ % stores.Length].Post("/v1/batch", SampleOrder.Batch(chunk)));
            await Task.Delay(disturb is null ? 0 : 25); // gives everything that happens its place in the stream
        }

        await done.CancelAsync();
        await disturbing;
        await Insist(() => first.Post("/api/v1/clock", $$"""{"to":"{{AsOf}}"}"""));
        Assert.Equal((long)Orders * 3, await database.Scalar<long>("select count(*) from crm.archive"));
        using var asked = reader is null ? first.At(silos[0].Url) : first.At((await reader()).Url);
        return await Outcome.Of(asked, SampleOrder.All().Take(Orders).Select(static order => order.Customer).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>An undisturbed one, through the PostgreSQL log.</summary>
    public static async Task<Outcome> Calm()
    {
        await using var database = await TestDatabase.Create(migrated: false);
        await using var silo = new SiloProcess(database.ConnectionString);
        await silo.Start();
        return await new OrderReplay(database, silo).Run();
    }

    // Browsing around the real basket is made up: one view and one cart an hour before it.
    private static IEnumerable<string> WithBrowsing(SampleOrder order)
    {
        foreach (var name in (string[])["Product Viewed", "Product Added"])
        {
            yield return $$"""
                {"type":"track","event":"{{name}}","userId":"{{order.Customer}}","messageId":"{{name}}-{{order.OrderId}}","timestamp":"{{order.At.AddHours(-1):yyyy-MM-dd'T'HH:mm:ss'Z'}}",
                "properties":{"product_id":"p","price":1},"context":{"generated":true} }
                """;
        }

        yield return order.Event();
    }

    private static async Task Insist(Func<Task<Answer>> call)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var answer = await call();
                if ((int)answer.Status < 500)
                {
                    answer.Ok();
                    return;
                }
            }
            catch (HttpRequestException) when (attempt < 2_000)
            {
                // It is down: the same again, with the same messageIds.
            }

            await Task.Delay(20);
        }
    }
}
