using System.CommandLine;
using System.Text.Json;
using Crm.Cli.Api;
using Spectre.Console;

namespace Crm.Cli.Stores;

/// <summary>The <c>first-store</c> command: a store, its keys on disk, and a few segments; done again it changes nothing.</summary>
internal static class FirstStoreCommand
{
    private static readonly Option<string> Name = new("--name") { Description = "The store's name.", DefaultValueFactory = _ => "demo" };
    private static readonly Option<string> Clock = new Option<string>("--clock") { Description = "wall or log; fixed when the store is created.", DefaultValueFactory = _ => "wall" }.AcceptOnlyFromAmong("wall", "log");
    private static readonly Option<string> Zone = new("--zone") { Description = "Time zone of its calendar.", DefaultValueFactory = _ => "UTC" };
    private static readonly Option<string> Currency = new("--currency") { Description = "Currency of its amounts.", DefaultValueFactory = _ => "USD" };
    private static readonly Option<string> Keys = new("--keys") { Description = "File that its keys are written to.", Required = true };
    private static readonly Option<FileInfo> Segments = new Option<FileInfo>("--segments") { Description = "JSON array of { id, name, rule } to define where missing." }.AcceptExistingOnly();

    public static Command Create()
    {
        var command = new Command("first-store", "Creates the first store, where there is none yet.") { Name, Clock, Zone, Currency, Keys, Segments };
        command.SetAction((parsed, cancellationToken) => Cli.Run(TimeSpan.FromMinutes(1), (console, http, connection) =>
            Run(parsed, console, http, connection, cancellationToken)));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, IAnsiConsole console, HttpClient http, Connection connection, CancellationToken cancellationToken)
    {
        var keys = parsed.GetValue(Keys)!;
        var store = await Existing(keys, http, connection, cancellationToken);
        if (store is null)
        {
            var name = parsed.GetValue(Name)!;
            var settings = new NewStore(name, parsed.GetValue(Clock)!, parsed.GetValue(Zone)!, parsed.GetValue(Currency)!);
            store = await new StoreApi(http, connection).CreateOrOpen(settings, cancellationToken);
            console.WriteLine($"Store {name} is ready.");
        }
        KeysFile.Write(keys, store); // each time: the silo's address may be another one now
        if (parsed.GetValue(Segments) is { } file)
            await Define(file, new StoreApi(http, store), console, cancellationToken);
        return 0;
    }

    private static async Task<Connection?> Existing(string keys, HttpClient http, Connection connection, CancellationToken cancellationToken)
    {
        if (!File.Exists(keys))
            return null;
        var store = KeysFile.Read(keys, connection);
        return await new StoreApi(http, store).Opens(cancellationToken) ? store : null;
    }

    private static async Task Define(FileInfo file, StoreApi api, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var segments = JsonSerializer.Deserialize(await File.ReadAllTextAsync(file.FullName, cancellationToken), StoreJson.Default.SampleSegmentArray) ?? [];
        var defined = new List<string>();
        foreach (var segment in segments)
        {
            if (await api.PutIfNew(segment, cancellationToken))
                defined.Add(segment.Id);
        }
        if (defined.Count > 0)
            console.WriteLine($"Segments defined: {string.Join(", ", defined)}.");
    }
}
