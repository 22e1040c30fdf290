using Crm.Postgres.Console;
using Crm.Silo.Console;
using Microsoft.AspNetCore.Http;

namespace Crm.Silo.Tests.Console;

public class SessionCookieTests
{
    private static readonly NewConsoleSession Made = new(new(Guid.NewGuid(), "demo", ["admin"], new(1_000), new(1_790_000_000_000)), "secret");

    [Theory]
    [InlineData("http", "crm-session=secret; expires=Mon, 21 Sep 2026 14:13:20 GMT; path=/; samesite=strict; httponly")]
    [InlineData("https", "__Host-crm-session=secret; expires=Mon, 21 Sep 2026 14:13:20 GMT; path=/; secure; samesite=strict; httponly")]
    public void Set_ByScheme_IsForThisHostAndNoScript(string scheme, string cookie)
    {
        var context = Context(scheme);

        SessionCookie.Set(context, Made);

        Assert.Equal(cookie, context.Response.Headers.SetCookie);
    }

    [Theory]
    [InlineData("http", "crm-session=a", "a")]
    [InlineData("http", "__Host-crm-session=a", null)]
    [InlineData("https", "__Host-crm-session=a", "a")]
    [InlineData("https", "crm-session=a", null)] // one that could have come by http, from anybody
    public void Secret_OfTheOtherScheme_IsNone(string scheme, string sent, string? secret)
    {
        var context = Context(scheme);
        context.Request.Headers.Cookie = sent;

        Assert.Equal(secret, SessionCookie.Secret(context.Request));
    }

    private static DefaultHttpContext Context(string scheme) => new() { Request = { Scheme = scheme } };
}
