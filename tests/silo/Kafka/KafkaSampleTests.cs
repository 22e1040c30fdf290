using Crm.Silo.Tests.Sample;
using Xunit.Abstractions;

namespace Crm.Silo.Tests.Kafka;

public class KafkaSampleTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Replay_AllOrders_EqualsDirectSumsOverTheFileAsThePostgresLogDoes()
    {
        await using var silos = await KafkaSilos.Create();
        using var store = await TestStore.Create((await silos.Start()).Url, "log");

        // The mock cluster forgets beyond 5 MB a partition: no request runs ahead of the pumps.
        await new SampleCheck(store, output).Run("?wait=applied&timeout=30000");
    }
}
