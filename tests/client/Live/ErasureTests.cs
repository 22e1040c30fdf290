namespace Crm.Client.Tests.Live;

[Collection(LiveCollection.Name)]
public class ErasureTests(LiveFixture fixture)
{
    [Fact]
    public async Task Erase_Customer_IsNobodyAndHasAReceipt()
    {
        await using var store = await Store.On(fixture.Silo);
        var crm = store.Client;
        await crm.ApplyAsync(CrmEvent.Identify("u:7", new() { ["email"] = "a@example.com" }), TimeSpan.FromSeconds(30));

        var asked = await crm.Privacy.EraseAsync("u:7", block: true, TimeSpan.FromSeconds(30));

        Assert.True(asked.Applied);
        Assert.Null(await crm.Customers.GetAsync("u:7"));
        var receipt = await crm.Privacy.GetErasureAsync(asked.Id);
        Assert.Equal((asked.Id, asked.Customer, true), (receipt.Id, receipt.Customer, receipt.Block));
        Assert.Matches("^[0-9a-f]{64}$", receipt.Customer);
        Assert.Contains(receipt.Remains, static place => place.Place == "backups");
        await Assert.ThrowsAsync<CrmNotFoundException>(() => crm.Privacy.GetErasureAsync(Guid.NewGuid().ToString()));
    }
}
