using System.CommandLine;
using System.Text.Json;
using Crm.Cli.Api;
using Spectre.Console;

namespace Crm.Cli.Stores;

/// <summary>The <c>automate</c> command: puts automations and starts those that are new; done again it changes nothing.</summary>
internal static class AutomateCommand
{
    private static readonly Argument<FileInfo> Automations = new Argument<FileInfo>("file") { Description = "JSON array of { id, automation }." }.AcceptExistingOnly();
    private static readonly Option<string> Receiver = new("--receiver") { Description = "Address that stands for {receiver} in it.", Required = true };
    private static readonly Option<string> Keys = new("--keys") { Description = "File with the store's keys.", Required = true };

    public static Command Create()
    {
        var command = new Command("automate", "Puts automations, and starts those that are new.") { Automations, Receiver, Keys };
        command.SetAction((parsed, cancellationToken) => Cli.Run(TimeSpan.FromMinutes(1), (console, http, connection) =>
            Run(parsed, console, http, connection, cancellationToken)));
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, IAnsiConsole console, HttpClient http, Connection connection, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(parsed.GetValue(Automations)!.FullName, cancellationToken);
        var address = JsonEncodedText.Encode(parsed.GetValue(Receiver)!).ToString();
        var automations = JsonSerializer.Deserialize(text.Replace("{receiver}", address, StringComparison.Ordinal), StoreJson.Default.SampleAutomationArray) ?? [];
        var api = new StoreApi(http, KeysFile.Read(parsed.GetValue(Keys)!, connection));
        foreach (var automation in automations)
        {
            // One that somebody has paused stays so.
            if (await api.Put(automation, cancellationToken) == "draft")
            {
                await api.Activate(automation, cancellationToken);
                console.WriteLine($"Automation started: {automation.Id}.");
            }
        }
        return 0;
    }
}
