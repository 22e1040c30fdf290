using Crm.Core.Definitions;
using Crm.Ingest.Pumps;
using Crm.Postgres.Stores;
using Crm.Postgres.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Crm.Postgres.Tests.Stores;

public class StoreTests(ProcessFixture fixture) : IClassFixture<ProcessFixture>
{
    [Fact]
    public async Task Create_TwiceByName_SecondChangesNothing()
    {
        var stores = fixture.Get<StoreRepository>();
        Assert.Null(await fixture.Get<IStoreDirectory>().Find("shop", default));
        var settings = new StoreSettings("shop", StoreClock.Wall, "Europe/Lisbon", "EUR");
        Assert.True(await stores.Create(settings, default));
        Assert.False(await stores.Create(settings with { Clock = StoreClock.Log }, default));
        Assert.Equal(settings, await fixture.Get<IStoreDirectory>().Find("shop", default));
        Assert.Contains(settings, await stores.All(default));
        Assert.Null(await fixture.Get<IStoreDirectory>().Find("odd\0name", default));
    }

    [Fact]
    public async Task Keys_CreatedFoundDeleted()
    {
        await fixture.Get<StoreRepository>().Create(new StoreSettings("keyed", StoreClock.Wall), default);
        var keys = fixture.Get<ApiKeys>();
        var (key, secret) = await keys.Create("keyed", KeyKind.Api, "back office", ["ingest", "segments:read"], default);
        var found = await keys.Find(secret, default);
        Assert.Equal((key.Id, "keyed", KeyKind.Api, secret[^4..]), (found!.Id, found.Store, found.Kind, found.Ending));
        Assert.Equal(["ingest", "segments:read"], found.Scopes.AsEnumerable());
        Assert.True(keys.Find(secret, default).AsTask().IsCompletedSuccessfully);
        Assert.Null(await keys.Find(secret + "x", default));
        Assert.Null(await keys.Find("", default));
        Assert.Single(await keys.List("keyed", default));
        Assert.Equal(0, await fixture.Database.Scalar<long>($"select count(*) from crm.keys k where k::text like '%{secret}%'"));
        Assert.False(await keys.Delete("other", key.Id, default));
        Assert.True(await keys.Delete("keyed", key.Id, default));
        Assert.Null(await keys.Find(secret, default));
    }

    [Fact]
    public void Options_WithoutConnection_SayAllThatIsWrong()
    {
        using var services = fixture.Database.Services(new Dictionary<string, string?> { ["Postgres:MaxPoolSize"] = "0", ["Postgres:ArchiveMonths"] = "-1" });
        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<PostgresOptions>>().Value);
        Assert.Equal(2, error.Failures.Count());
    }
}
