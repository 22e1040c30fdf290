using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Rfm;

[Collection(SiloCollection.Name)]
public class RfmTests(SiloFixture fixture)
{
    [Fact]
    public async Task Get_AfterOrders_CountsGroupsAndCells()
    {
        using var store = await fixture.Store();
        await store.Apply("track", """{"userId":"1","event":"Order Completed","properties":{"order_id":"1","total":1500,"currency":"BRL"}}""");

        var rfm = (await store.Get("/api/v1/rfm")).Ok();

        Assert.Equal("thresholds", rfm["method"].GetString());
        Assert.Equal("""{"r":[30,90,180,365],"f":[2,3,5,8],"m":["100.00","250.00","500.00","1000.00"]}""", rfm["cuts"].GetRawText());
        Assert.Equal(1, rfm["groups"].EnumerateObject().Sum(static group => group.Value.GetInt64()));
        Assert.Equal(1, rfm["grid"][4][0].GetInt64());
    }
}
