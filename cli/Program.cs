using System.CommandLine;
using Crm.Cli.Replay;
using Crm.Cli.Stores;

var root = new RootCommand("What ./crm does over HTTP: the first store, and replays.")
{
    FirstStoreCommand.Create(),
    ReplayCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
