using System.Collections.Concurrent;
using Xunit.Abstractions;

namespace Crm.Console.Tests;

[Collection(ConsoleSuite.Name)]
public sealed class LiveTests(ConsoleFixture fixture, ITestOutputHelper output)
{
    private const int MostScript = 300 * 1024;

    [Fact]
    public async Task Live_OfTheSample_ShowsFiguresDaysGroupsAndHealth()
    {
        await using var visit = await Visit.To(fixture, "/");
        await Assertions.Expect(visit.Heading("Live")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Group, new() { Name = "Events so far" })).ToContainTextAsync("last one");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("Bars of revenue by day.*orders, \\$") })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "The database answers." })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Champions", Exact = true })).ToBeVisibleAsync();
        await visit.Look("live");
    }

    [Fact]
    public async Task Live_AnEventThatMovesACustomer_IsSeenAsItHappens()
    {
        await fixture.Demo.PutSegment("seen-live", "did \"Seen Live\"");
        await using var visit = await Visit.To(fixture, "/");
        await Assertions.Expect(visit.Page.GetByText("Nobody has entered or left")).ToBeVisibleAsync();
        await visit.Page.RunAndWaitForResponseAsync(() => visit.Page.ReloadAsync(), static response => response.Url.Contains("changes/stream", StringComparison.Ordinal));

        await fixture.Demo.Apply("track", """{"userId":"live-1","event":"Seen Live"}""");

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "u:live-1" })).ToContainTextAsync("seen-live");
    }

    [Fact]
    public async Task Live_OfAnEmptyStore_TeachesTheFirstEvent()
    {
        await using var visit = await Visit.To(fixture, "/", fixture.Empty);
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Send the first event" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText($"{fixture.Url}v1/track")).ToBeVisibleAsync();
        await visit.Look("live-empty");
    }

    [Fact]
    public async Task Live_FirstView_TakesLittleScript()
    {
        await using var visit = await Visit.Start(fixture);
        var sizes = new ConcurrentBag<Task<RequestSizesResult>>();
        visit.Page.RequestFinished += (_, request) =>
        {
            if (request.ResourceType == "script")
            {
                sizes.Add(request.SizesAsync());
            }
        };

        await visit.Page.GotoAsync(await Visit.Link(fixture.Demo));
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Group, new() { Name = "Events so far" })).ToContainTextAsync("last one");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("Bars of orders by day") })).ToBeVisibleAsync();
        await Task.Delay(2_000); // and all that comes by itself

        var total = (await Task.WhenAll(sizes)).Sum(static size => size.ResponseBodySize);
        output.WriteLine($"{total} bytes");
        Assert.InRange(total, 50 * 1024, MostScript);
    }
}
