using System.CommandLine;
using Crm.Cli.Replay;
using Crm.Cli.Stores;

var root = new RootCommand("What ./crm does over HTTP: the first store, and replays.")
{
    FirstStoreCommand.Create(),
    AutomateCommand.Create(),
    ReplayCommand.Create(),
};
// After Ctrl-C a command has so long to say where it stopped.
return await root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(5) });
