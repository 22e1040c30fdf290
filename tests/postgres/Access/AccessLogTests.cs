using Crm.Core.Definitions;
using Crm.Core.Time;
using Crm.Postgres.Access;
using Crm.Postgres.Retention;
using Crm.Postgres.Stores;
using Crm.Postgres.Tests.Support;
using Xunit;

namespace Crm.Postgres.Tests.Access;

public class AccessLogTests(ProcessFixture fixture) : IClassFixture<ProcessFixture>
{
    private static readonly Instant Now = CommitBuilder.Now;
    private static readonly Guid Ann = Guid.NewGuid(), Bob = Guid.NewGuid();

    [Fact]
    public async Task Before_PageByPageAndFiltered_IsWhatWasWritten()
    {
        await Store("shop");
        await Store("other");
        var log = fixture.Get<AccessLog>();
        await log.Write([.. Enumerable.Range(0, 100).Select(static n => Entry("shop", n, n % 3 == 0 ? Ann : Bob, n % 4 == 0 ? null : $"u:{n % 4}"))], default);
        await log.Write([Entry("other", 5, Ann, "u:1")], default);

        Assert.Equal(Enumerable.Range(0, 100).Reverse(), await All("shop", Anything, 7));
        Assert.Equal(Enumerable.Range(0, 100).Where(static n => n % 4 == 1).Reverse(), await All("shop", Anything with { Customers = ["u:1"] }, 7));
        Assert.Equal(Enumerable.Range(0, 100).Where(static n => n % 4 is 1 or 2).Reverse(), await All("shop", Anything with { Customers = ["u:1", "u:2"] }, 7));
        Assert.Equal(Enumerable.Range(0, 100).Where(static n => n % 3 == 0).Reverse(), await All("shop", Anything with { Key = Ann }, 7));
        Assert.Equal([13, 12, 11, 10], await All("shop", Anything with { From = Now.PlusMilliseconds(10), To = Now.PlusMilliseconds(14) }, 50));
        Assert.Equal([5], await All("other", Anything, 7));
    }

    [Fact]
    public async Task Write_ACustomer_IsNoCopyOfWhomItSpeaksOfAndAnotherStoresHashIsAnother()
    {
        await Store("left");
        await Store("right");
        var log = fixture.Get<AccessLog>();
        await log.Write([Entry("left", 1, Ann, "u:maria"), Entry("right", 1, Ann, "u:maria")], default);

        Assert.Equal(0L, await fixture.Database.Scalar<long>("select count(*) from crm.access_log l where l::text like '%maria%' or position('maria'::bytea in customer) > 0"));
        Assert.NotEqual(
            (await log.Before("left", Anything, null, 1, default))[0].Customer, (await log.Before("right", Anything, null, 1, default))[0].Customer);
    }

    [Fact]
    public async Task Accesses_Older_GoAndTheOthersStay()
    {
        await Store("old");
        await fixture.Get<AccessLog>().Write([.. Enumerable.Range(0, 2_500).Select(static n => Entry("old", n, Ann, "u:1"))], default);
        var rows = fixture.Get<OldRows>();

        Assert.Equal(OldRows.Slice, await rows.Accesses("old", Now.PlusMilliseconds(2_400), default));
        Assert.Equal(400, await rows.Accesses("old", Now.PlusMilliseconds(2_400), default));
        Assert.Equal(100, (await All("old", Anything, 500)).Count);
    }

    private static AccessFilter Anything => new([], null, Instant.Min, Instant.Never);

    private static AccessEntry Entry(string store, int n, Guid key, string? customer) =>
        new(store, Now.PlusMilliseconds(n), key, key == Ann ? "Ann" : "Bob", "GET", "/api/v1/customers/{id}", customer, 200);

    private async Task<List<int>> All(string store, AccessFilter filter, int limit)
    {
        var all = new List<int>();
        for (AccessPlace? place = null; await fixture.Get<AccessLog>().Before(store, filter, place, limit, default) is { Count: > 0 } page; place = page[^1].Place)
        {
            all.AddRange(page.Select(static record => (int)(record.Place.At.Milliseconds - Now.Milliseconds)));
        }

        return all;
    }

    private Task<bool> Store(string name) => fixture.Get<StoreRepository>().Create(new StoreSettings(name, StoreClock.Wall), default);
}
