using System.Net;

namespace Crm.Silo.Tests.Kafka;

public class KafkaHealthTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Ready_BrokersGone_SaysSoUntilTheyAreBack()
    {
        await using var silos = await KafkaSilos.Create();
        using var http = new HttpClient { BaseAddress = (await silos.Start()).Url };

        silos.Cluster.Down();
        await Until(http, static (_, text) => text.Contains("The log does not answer.", StringComparison.Ordinal));
        silos.Cluster.Up();
        await Until(http, static (status, _) => status == HttpStatusCode.OK);
    }

    private static async Task Until(HttpClient http, Func<HttpStatusCode, string, bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            using var answer = await http.GetAsync("/health/ready", patience.Token);
            if (holds(answer.StatusCode, await answer.Content.ReadAsStringAsync(patience.Token)))
            {
                return;
            }

            await Task.Delay(50, patience.Token);
        }
    }
}
