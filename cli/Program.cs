using System.CommandLine;
using Crm.Cli.Listen;
using Crm.Cli.Replay;
using Crm.Cli.Stores;

var root = new RootCommand("What ./crm does over HTTP: the first store, links to the console, replays, and a receiver of webhooks.")
{
    FirstStoreCommand.Create(),
    AutomateCommand.Create(),
    LinkCommand.Create(),
    ReplayCommand.Create(),
    ListenCommand.Create(),
};
// After Ctrl-C a command has so long to say where it stopped.
return await root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(5) });
