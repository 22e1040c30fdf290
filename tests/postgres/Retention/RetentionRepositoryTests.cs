using Crm.Core.Definitions;
using Crm.Postgres.Retention;
using Crm.Postgres.Stores;
using Crm.Postgres.Tests.Support;
using Xunit;

namespace Crm.Postgres.Tests.Retention;

public class RetentionRepositoryTests(ProcessFixture fixture) : IClassFixture<ProcessFixture>
{
    [Fact]
    public async Task Put_VersionByVersion_ReplacesOnlyWhatIsExpected()
    {
        var retention = fixture.Get<RetentionRepository>();
        await fixture.Get<StoreRepository>().Create(new StoreSettings("one", StoreClock.Wall), default);
        await fixture.Get<StoreRepository>().Create(new StoreSettings("two", StoreClock.Wall), default);
        var (first, second) = (RetentionSettings.Default with { Changes = 30 }, RetentionSettings.Default with { Events = 90, AccessLog = 7 });

        Assert.Equal(new(new("one", 1, first), true), await retention.Put("one", first, 0, default));
        Assert.Equal(new(new("one", 1, first), true), await retention.Put("one", first, null, default));
        Assert.Equal(new(new("one", 1, first), false), await retention.Put("one", second, 0, default));
        Assert.Equal(new(new("one", 2, second), true), await retention.Put("one", second, 1, default));

        Assert.Equal([new("one", 2, second), new("two", 0, RetentionSettings.Default)], await retention.All(default));
    }

    [Fact]
    public async Task Put_ManyAtOnce_EachVersionOnce()
    {
        var retention = fixture.Get<RetentionRepository>();
        await fixture.Get<StoreRepository>().Create(new StoreSettings("busy", StoreClock.Wall), default);

        var answers = await Task.WhenAll(Enumerable.Range(1, 10).Select(days => retention.Put("busy", RetentionSettings.Default with { Events = days }, null, default)));

        Assert.Equal(Enumerable.Range(1, 10), answers.Select(static answer => answer.Now.Version).Order());
    }
}
