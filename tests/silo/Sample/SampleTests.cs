using Crm.Silo.Tests.Support;
using Xunit.Abstractions;

namespace Crm.Silo.Tests.Sample;

[Collection(SiloCollection.Name)]
public class SampleTests(SiloFixture fixture, ITestOutputHelper output)
{
    [Fact]
    public async Task Replay_AllOrders_EqualsDirectSumsOverTheFile()
    {
        using var store = await fixture.Store("log");
        await new SampleCheck(store, output).Run("");
    }
}
