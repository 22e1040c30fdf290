namespace Crm.Console.Tests;

[Collection(ConsoleSuite.Name)]
public sealed class SignInTests(ConsoleFixture fixture)
{
    [Fact]
    public async Task Link_UsedOnce_OpensTheStoreAndIsUsedUp()
    {
        var link = await Visit.Link(fixture.Demo);
        await using (var visit = await Visit.Start(fixture))
        {
            await visit.Page.GotoAsync(link);
            await Assertions.Expect(visit.Heading("Live")).ToBeVisibleAsync();
            Assert.Equal("/", new Uri(visit.Page.Url).PathAndQuery + new Uri(visit.Page.Url).Fragment);
        }

        await using var other = await Visit.Start(fixture);
        other.Expected = "401";
        await other.Page.GotoAsync(link);
        await Assertions.Expect(other.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("used already");
        await other.Look("sign-in");
    }

    [Fact]
    public async Task Nobody_IsToldHowToSignIn()
    {
        await using var visit = await Visit.Start(fixture);
        visit.Expected = "401";
        await visit.Page.GotoAsync("/segments");
        await Assertions.Expect(visit.Heading("Sign in")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("./crm link")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task SignOut_EndsTheSession()
    {
        await using var visit = await Visit.To(fixture, "/");
        visit.Expected = "401";
        await visit.Button("Sign out").ClickAsync();
        await Assertions.Expect(visit.Heading("Sign in")).ToBeVisibleAsync();
        await visit.Page.GotoAsync("/");
        await Assertions.Expect(visit.Heading("Sign in")).ToBeVisibleAsync();
    }

    // The key stays in the silo: what the browser holds is a cookie that no script can read.
    [Fact]
    public async Task Browser_HoldsNoKey()
    {
        await using var visit = await Visit.To(fixture, "/");
        var cookie = Assert.Single(await visit.Page.Context.CookiesAsync());
        Assert.True(cookie is { HttpOnly: true, SameSite: SameSiteAttribute.Strict });
        var held = await visit.Page.EvaluateAsync<string>("() => JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie + document.documentElement.outerHTML");
        Assert.DoesNotContain(fixture.Demo.ApiKey, held, StringComparison.Ordinal);
        Assert.DoesNotContain(cookie.Value, held, StringComparison.Ordinal);
    }
}
