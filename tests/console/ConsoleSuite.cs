namespace Crm.Console.Tests;

/// <summary>One silo, store and browser for all tests, which therefore run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ConsoleSuite : ICollectionFixture<ConsoleFixture>
{
    public const string Name = "console";
}
