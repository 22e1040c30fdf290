using Crm.Core.Definitions;
using Crm.Postgres.Console;
using Crm.Postgres.Stores;
using Crm.Postgres.Tests.Support;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace Crm.Postgres.Tests.Console;

public class ConsoleSessionsTests(ProcessFixture fixture) : IClassFixture<ProcessFixture>
{
    private readonly LaterTime _time = new();

    [Fact]
    public async Task Open_LinkUsedByMany_MakesOneSession()
    {
        var link = await Link("raced");

        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Sessions().Open(link.Token, default)));

        var made = Assert.Single(opened, static session => session is not null)!;
        Assert.Equal(("raced", "a b"), (made.Session.Store, string.Join(' ', made.Session.Scopes)));
        Assert.Equal(1, await fixture.Database.Scalar<long>("select count(*) from crm.console_sessions where store = 'raced'"));
    }

    [Fact]
    public async Task Open_LinkAfterItsTime_MakesNone()
    {
        var (used, late) = (await Link("late"), await Link("late-too"));
        _time.Pass(TimeSpan.FromMinutes(15) - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await Sessions().Open(used.Token, default));

        _time.Pass(TimeSpan.FromMilliseconds(1));

        Assert.Null(await Sessions().Open(late.Token, default));
        await Link("late");
        Assert.Equal(1, await fixture.Database.Scalar<long>("select count(*) from crm.console_links where store in ('late', 'late-too')")); // the new one
    }

    [Fact]
    public async Task Find_SessionThatIsUsed_LastsOnUntilItsEnd()
    {
        var sessions = Sessions();
        var made = (await sessions.Open((await Link("used")).Token, default))!;
        for (var hour = 0; hour < 7 * 24 - 1; hour++)
        {
            _time.Pass(TimeSpan.FromHours(1));
            Assert.NotNull(await sessions.Find(made.Secret, default));
        }

        Assert.Equal(made.Session.EndsAt, (await sessions.Find(made.Secret, default))!.ExpiresAt);
        _time.Pass(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await sessions.Find(made.Secret, default));
        _time.Pass(TimeSpan.FromMilliseconds(1)); // within what the cache believes: it ends all the same
        Assert.Null(await sessions.Find(made.Secret, default));
    }

    [Fact]
    public async Task Find_SessionUnusedForHours_IsGone()
    {
        var (here, elsewhere) = (Sessions(), Sessions());
        var made = (await here.Open((await Link("idle")).Token, default))!;
        _time.Pass(TimeSpan.FromHours(6));
        Assert.NotNull(await elsewhere.Find(made.Secret, default)); // used there, so that it lasts here too

        _time.Pass(TimeSpan.FromHours(12) - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await here.Find(made.Secret, default));
        _time.Pass(TimeSpan.FromHours(12));
        Assert.Null(await here.Find(made.Secret, default));
    }

    [Fact]
    public async Task Close_ByAnotherProcess_IsSeenAfterAShortTime()
    {
        var (here, elsewhere) = (Sessions(), Sessions());
        var made = (await here.Open((await Link("closed")).Token, default))!;
        Assert.NotNull(await here.Find(made.Secret, default));

        await elsewhere.Close(made.Secret, default);

        Assert.Null(await elsewhere.Find(made.Secret, default));
        Assert.NotNull(await here.Find(made.Secret, default));
        _time.Pass(new PostgresOptions().KeyCache);
        Assert.Null(await here.Find(made.Secret, default));
    }

    [Fact]
    public async Task Database_OfLinksAndSessions_HoldsNoSecret()
    {
        var (open, used) = (await Link("told"), await Link("told"));
        var made = (await Sessions().Open(used.Token, default))!;

        var rows = await fixture.Database.Scalar<string>("""
            select (select string_agg(l::text || encode(hash, 'escape'), ' ') from crm.console_links l) || (select string_agg(s::text || encode(hash, 'escape'), ' ') from crm.console_sessions s)
            """);

        Assert.All([open.Token, used.Token, made.Secret], secret => Assert.DoesNotContain(secret, rows, StringComparison.Ordinal));
        Assert.Null(await Sessions().Find("", default));
        Assert.Null(await Sessions().Find(new string('x', 10_000), default));
    }

    [Fact]
    public async Task Delete_KeyOfTheLink_EndsAllThatWasOpenedWithIt()
    {
        var (store, keys, sessions) = ("revoked", fixture.Get<ApiKeys>(), Sessions());
        await fixture.Get<StoreRepository>().Create(new StoreSettings(store, StoreClock.Wall), default);
        var key = (await keys.Create(store, KeyKind.Api, "k", [], default)).Key.Id;
        var first = (await sessions.Open((await Links().Create(store, key, ["a"], default))!.Token, default))!;
        var second = (await sessions.Open((await Links().Create(store, first.Session.Id, ["a"], default))!.Token, default))!; // by a link that a session made
        var unused = (await Links().Create(store, second.Session.Id, ["a"], default))!;
        Assert.NotNull(await sessions.Find(second.Secret, default));

        Assert.True(await keys.Delete(store, key, default));

        _time.Pass(new PostgresOptions().KeyCache);
        Assert.Null(await sessions.Find(first.Secret, default));
        Assert.Null(await sessions.Find(second.Secret, default));
        Assert.Null(await sessions.Open(unused.Token, default));
        Assert.Null(await Links().Create(store, key, ["a"], default));
        Assert.Null(await Links().Create("another", key, ["a"], default));
    }

    private ConsoleLinks Links() => new(fixture.Get<NpgsqlDataSource>(), _time, Options.Create(new SignInOptions()));

    private ConsoleSessions Sessions() =>
        new(fixture.Get<NpgsqlDataSource>(), _time, Options.Create(new SignInOptions()), Options.Create(new PostgresOptions()));

    private async Task<ConsoleLink> Link(string store)
    {
        await fixture.Get<StoreRepository>().Create(new StoreSettings(store, StoreClock.Wall), default);
        var key = await fixture.Get<ApiKeys>().Create(store, KeyKind.Api, "k", [], default);
        return (await Links().Create(store, key.Key.Id, ["a", "b"], default))!;
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
