using Crm.Ingest.Privacy;
using Crm.TestSupport.Databases;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Crm.Postgres.Tests.Privacy;

public sealed class CustomerKeysTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await TestDatabase.Create();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Take_ByManyAtOnce_IsOneKeyACustomer()
    {
        await using var services = _database.Services();
        var keys = services.GetRequiredService<ICustomerKeys>();
        var customers = Enumerable.Range(0, 200).Select(static number => $"shop/u:{number}").ToArray();

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(() => keys.Take([.. customers.Skip(caller % 3 * 20).Reverse()], default))));

        Assert.All(customers.Skip(40), customer => Assert.Single(taken.Select(one => one[customer].Id).Distinct()));
        Assert.Equal(200, await _database.Scalar<long>("select count(*) from crm_keys.customer_keys"));
        Assert.Equal(200, (await keys.Find([.. taken[0].Values.Select(static key => key.Id), Guid.NewGuid()], default)).Count);
        Assert.Equal(taken[0]["shop/u:7"].Secret, (await keys.Take(["shop/u:7"], default))["shop/u:7"].Secret);
    }

    [Fact]
    public async Task Take_AfterItWasRetired_IsAnother_AndTheOldOneOpensUntilItIsDestroyed()
    {
        await using var services = _database.Services();
        var keys = services.GetRequiredService<ICustomerKeys>();
        var old = (await keys.Take(["shop/u:1"], default))["shop/u:1"];
        Assert.Empty(await keys.Retired(default));

        await _database.Execute("update crm_keys.customer_keys set retired_at = now()");

        Assert.Equal(["shop/u:1"], await keys.Retired(default));
        Assert.NotEqual(old.Id, (await keys.Take(["shop/u:1"], default))["shop/u:1"].Id);
        Assert.Single(await keys.Find([old.Id], default));
        await _database.Execute("delete from crm_keys.customer_keys where retired_at is not null");
        Assert.Empty(await keys.Find([old.Id], default));
    }
}
