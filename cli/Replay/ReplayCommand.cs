using System.CommandLine;

namespace Crm.Cli.Replay;

/// <summary>The <c>replay</c> command line.</summary>
internal static class ReplayCommand
{
    private static readonly Argument<FileInfo> File = new Argument<FileInfo>("file")
    {
        Description = "Orders or collector events, one JSON object a line; plain or packed by gzip.",
    }.AcceptExistingOnly();

    private static readonly Option<double?> Speed = new("--speed") { Description = "So many times as fast as it happened; default: as fast as it goes." };
    private static readonly Option<string?> Clock = new Option<string?>("--clock") { Description = "log: into a store of its own on the log's clock, dates as they are." }.AcceptOnlyFromAmong("log");
    private static readonly Option<string?> Store = new("--store") { Description = "With --clock log the new store's name; else a store whose keys are kept here." };
    private static readonly Option<bool> Shift = new("--shift-to-yesterday") { Description = "Move all dates by whole weeks, to end yesterday." };
    private static readonly Option<bool> Browse = new("--browse") { Description = "Make up browsing around every order, marked \"generated\" in its context." };
    private static readonly Option<bool> Strict = new("--strict") { Description = "End at the first wrong line or dead letter." };
    private static readonly Option<long> From = new("--from") { Description = "Leave out so many events at the front." };
    private static readonly Option<string?> Resume = new("--resume") { Description = "Keep the place in this file, and go on from it." };
    private static readonly Option<string> Keys = new("--keys") { Description = "Folder of the stores' keys.", DefaultValueFactory = _ => ".crm" };
    private static readonly Option<double> Patience = new("--patience") { Description = "Minutes for which a silo that does not answer is tried again; default 10.", DefaultValueFactory = _ => 10 };

    public static Command Create()
    {
        Speed.Validators.Add(result =>
        {
            if (result.GetValue(Speed) is <= 0)
                result.AddError("--speed must be above 0.");
        });
        var command = new Command("replay", "Streams a file of orders or events into a store.")
        {
            File, Speed, Clock, Store, Shift, Browse, Strict, From, Resume, Keys, Patience,
        };
        command.SetAction((parsed, cancellationToken) => Cli.Run(TimeSpan.FromMinutes(parsed.GetValue(Patience)), (console, http, connection) =>
            new Replayer(Options(parsed), console, TimeProvider.System, http).Run(connection, cancellationToken)));
        return command;
    }

    private static ReplayOptions Options(ParseResult parsed) => new()
    {
        File = parsed.GetValue(File)!.FullName,
        Speed = parsed.GetValue(Speed),
        LogClock = parsed.GetValue(Clock) == "log",
        Store = parsed.GetValue(Store),
        ShiftToYesterday = parsed.GetValue(Shift),
        Browse = parsed.GetValue(Browse),
        Strict = parsed.GetValue(Strict),
        From = parsed.GetValue(From),
        Resume = parsed.GetValue(Resume),
        Keys = parsed.GetValue(Keys)!,
    };
}
