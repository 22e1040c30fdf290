using System.CommandLine;
using Crm.Cli.Api;

namespace Crm.Cli.Stores;

/// <summary>The <c>link</c> command: a link by which one person signs in to the console, once.</summary>
internal static class LinkCommand
{
    private static readonly Option<string> Keys = new("--keys") { Description = "File with the store's keys.", Required = true };

    public static Command Create()
    {
        var command = new Command("link", "Prints a link that opens the console of the store, once.") { Keys };
        command.SetAction((parsed, cancellationToken) => Cli.Run(TimeSpan.FromMinutes(1), async (console, http, connection) =>
        {
            var keys = parsed.GetValue(Keys)!;
            if (!File.Exists(keys))
                throw new CrmException("There is no store yet: ./crm up makes one.");
            var link = await new StoreApi(http, KeysFile.Read(keys, connection)).ConsoleLink(cancellationToken);
            console.Profile.Out.Writer.WriteLine(link); // not wrapped, whatever the width
            return 0;
        }));
        return command;
    }
}
