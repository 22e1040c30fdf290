using Crm.Ingest.Kafka;
using Crm.Ingest.Logs;
using Crm.TestSupport.Logs;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Ingest.Tests.Kafka;

public class KafkaLogTests(KafkaFixture fixture) : LogContract, IClassFixture<KafkaFixture>
{
    protected override ILog Log => fixture.Log;

    protected override async Task<OtherProcess> Other()
    {
        var process = await fixture.Start();
        var log = process.GetRequiredService<KafkaLog>();
        return new(process, log, log.DisposeAsync);
    }
}
