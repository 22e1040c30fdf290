using Crm.Core.Definitions;
using Crm.Postgres.Stores;
using Crm.Postgres.Tests.Support;
using Crm.Postgres.Webhooks;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace Crm.Postgres.Tests.Webhooks;

public class WebhookSecretsTests(ProcessFixture fixture) : IClassFixture<ProcessFixture>
{
    private readonly LaterTime _time = new();

    [Fact]
    public async Task Signing_FirstUseByMany_MakesOne()
    {
        var store = await Store("first");
        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Secrets().Signing(store, default).AsTask()));

        var secret = Assert.Single(found.SelectMany(static secrets => secrets).Select(static secret => secret.Reveal()).Distinct());
        Assert.Matches("^whsec_[A-Za-z0-9+/]{43}=$", secret);
        Assert.Null(found[0][0].SignsUntil);
        Assert.NotEqual(secret, (await Secrets().Find(await Store("other"), default))[0].Reveal());
    }

    [Fact]
    public async Task Rotate_OldSecret_SignsForADayMore()
    {
        var store = await Store("rotated");
        var secrets = Secrets();
        var old = (await secrets.Signing(store, default))[0];

        Assert.True(await secrets.Rotate(store, default));

        var both = await secrets.Signing(store, default);
        Assert.Equal([null, both[0].MadeAt.PlusMilliseconds(24 * 3_600_000)], both.Select(static secret => secret.SignsUntil));
        Assert.Equal(old.Reveal(), both[1].Reveal());
        Assert.NotEqual(old.Reveal(), both[0].Reveal());
        _time.Pass(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal(2, (await secrets.Signing(store, default)).Length);
        _time.Pass(TimeSpan.FromSeconds(1)); // within what the cache believes: it ends all the same
        Assert.Equal(both[0].Reveal(), Assert.Single(await secrets.Signing(store, default)).Reveal());
    }

    [Fact]
    public async Task Rotate_ByAnotherProcess_IsSeenAfterAShortTime()
    {
        var store = await Store("cached");
        var (here, elsewhere) = (Secrets(), Secrets());
        var old = (await here.Signing(store, default))[0];

        await elsewhere.Rotate(store, default);

        Assert.Same(old, Assert.Single(await here.Signing(store, default)));
        _time.Pass(new PostgresOptions().KeyCache);
        Assert.Equal(2, (await here.Signing(store, default)).Length);
    }

    [Fact]
    public async Task Rotate_TooOften_ChangesNothingUntilOneEnds()
    {
        var store = await Store("often");
        var secrets = Secrets();
        for (var made = 0; made < WebhookSecrets.MaxSigning; made++)
        {
            Assert.True(await secrets.Rotate(store, default));
        }

        var before = await secrets.Find(store, default);
        Assert.False(await secrets.Rotate(store, default));
        Assert.Equal(before.Select(static secret => secret.Reveal()), (await secrets.Find(store, default)).Select(static secret => secret.Reveal()));
        Assert.Equal(WebhookSecrets.MaxSigning, before.Length);

        _time.Pass(WebhookSecrets.Overlap);
        Assert.True(await secrets.Rotate(store, default));
        Assert.Equal(2, await fixture.Database.Scalar<long>($"select count(*) from crm.webhook_secrets where store = '{store}'")); // those that ended are gone
    }

    [Fact]
    public async Task Rotate_ByManyAtOnce_LeavesOneCurrent()
    {
        var store = await Store("raced");

        var rotated = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Secrets().Rotate(store, default)));

        Assert.Equal(WebhookSecrets.MaxSigning, rotated.Count(static done => done));
        var secrets = await Secrets().Find(store, default);
        Assert.Equal(WebhookSecrets.MaxSigning, secrets.Length);
        Assert.Single(secrets, static secret => secret.SignsUntil is null);
    }

    [Fact]
    public async Task Find_StoreThatIsNone_Throws() =>
        await Assert.ThrowsAsync<PostgresException>(() => Secrets().Find("there-is-none", default));

    [Fact]
    public async Task ToString_Secret_TellsNothing()
    {
        var secret = (await Secrets().Find(await Store("told"), default))[0];

        Assert.DoesNotContain(secret.Reveal()[6..], secret.ToString(), StringComparison.Ordinal);
    }

    private WebhookSecrets Secrets() => new(fixture.Get<NpgsqlDataSource>(), _time, Options.Create(new PostgresOptions()));

    private async Task<string> Store(string name)
    {
        await fixture.Get<StoreRepository>().Create(new StoreSettings(name, StoreClock.Wall), default);
        return name;
    }

    /// <summary>Time that passes only when told to.</summary>
    private sealed class LaterTime : TimeProvider
    {
        private TimeSpan _passed;

        public void Pass(TimeSpan time) => _passed += time;

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _passed.Ticks;
    }
}
