using Crm.TestSupport.Stores;

namespace Crm.Console.Tests;

[Collection(ConsoleSuite.Name)]
public sealed class DeadLettersTests(ConsoleFixture fixture)
{
    [Fact]
    public async Task Letter_ReadAndSentAgain_SaysSo()
    {
        using var body = TestStore.Body("""{"batch":[{"type":"track","event":"Fine","userId":"dead-1"},{"type":"track","userId":"dead-1","messageId":"dead-letter-1"}]}""");
        Assert.Equal(1, (await fixture.Demo.Collect("batch", body)).Ok()["rejected"].GetArrayLength());
        await using var visit = await Visit.To(fixture, "/dead-letters");
        var row = visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "u:dead-1" });
        await row.GetByRole(AriaRole.Button, new() { Name = "Read" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("dead-letter-1");
        await visit.Look("dead-letter");
        await visit.Page.Keyboard.PressAsync("Escape");

        await row.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        await Assertions.Expect(row.Filter(new() { HasText = "sent again" })).ToBeVisibleAsync(); // and it came back, for it was not mended
    }
}
