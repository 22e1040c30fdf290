namespace Crm.Console.Tests;

[Collection(ConsoleSuite.Name)]
public sealed class LanguageTests(ConsoleFixture fixture)
{
    [Theory]
    [InlineData("pt-BR", "Ao vivo", "Clientes por grupo RFM")]
    [InlineData("it-IT", "Dal vivo", "Clienti per gruppo RFM")]
    [InlineData("hr-HR", "Uživo", "Kupci po skupinama RFM")]
    [InlineData("fr-FR", "Live", "Customers by RFM group")]
    public async Task Console_OfABrowsersLanguage_SpeaksIt(string language, string title, string card)
    {
        await using var visit = await Visit.To(fixture, "/", language: language);
        await Assertions.Expect(visit.Heading(title)).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = card })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Choice_OfALanguage_IsKept()
    {
        await using var visit = await Visit.To(fixture, "/");
        await visit.Page.GetByLabel("Language").SelectOptionAsync("hr");
        await Assertions.Expect(visit.Heading("Uživo")).ToBeVisibleAsync();
        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Heading("Uživo")).ToBeVisibleAsync();
    }
}
