using System.CommandLine;
using Crm.Cli.Stores;
using Spectre.Console;

namespace Crm.Cli.Listen;

/// <summary>The <c>listen</c> command line: a receiver of webhooks, to see what comes and to try what happens when it fails.</summary>
internal static class ListenCommand
{
    private const string Variable = "CRM_WEBHOOK_SECRET";

    private static readonly Option<int> Port = new("--port") { Description = "Where to listen, on this machine only; default: a free one." };
    private static readonly Option<string?> Secret = new("--secret") { Description = $"What signatures are checked with (whsec_…); default: {Variable}, else the store's, asked from the silo with CRM_API_KEY." };
    private static readonly Option<string?> UrlFile = new("--url-file") { Description = "Write the address to this file once it can be called; removed at the end." };
    private static readonly Option<string?> Out = new("--out") { Description = "Append what is received to this file, one JSON object a line." };
    private static readonly Option<int?> Fail = new("--fail") { Description = "Answer with this status instead of 200." };
    private static readonly Option<bool> Hang = new("--hang") { Description = "Never answer." };
    private static readonly Option<int?> FailFirst = new("--fail-first") { Description = "Fail (500, --fail's status, or --hang) so many times, then answer 200." };

    public static Command Create()
    {
        Between(Port, 0, 65_535);
        Between(Fail, 200, 599);
        Between(FailFirst, 0, int.MaxValue);
        var command = new Command("listen", "Receives webhooks on this machine, checks their signatures and shows them.") { Port, Secret, UrlFile, Out, Fail, Hang, FailFirst };
        command.Validators.Add(static result =>
        {
            if (result.GetValue(Hang) && result.GetValue(Fail) is not null)
                result.AddError("--hang gives no answer, so --fail has no meaning beside it.");
        });
        command.SetAction(static (parsed, cancellationToken) => Cli.Run(TimeSpan.FromMinutes(1), async (console, http, connection) =>
        {
            var given = parsed.GetValue(Secret) ?? Environment.GetEnvironmentVariable(Variable);
            var secret = given is { Length: > 0 } ? given : await new StoreApi(http, connection).WebhookSecret(cancellationToken);
            await ReceiverHost.Run(Options(parsed, secret), TimeProvider.System, console.WriteLine, cancellationToken);
            return 0;
        }));
        return command;
    }

    private static ListenOptions Options(ParseResult parsed, string secret) => new()
    {
        Port = parsed.GetValue(Port),
        Secret = new(secret),
        UrlFile = parsed.GetValue(UrlFile),
        Out = parsed.GetValue(Out),
        Fail = parsed.GetValue(Fail),
        Hang = parsed.GetValue(Hang),
        FailFirst = parsed.GetValue(FailFirst),
    };

    private static void Between<T>(Option<T> option, int low, int high) => option.Validators.Add(result =>
    {
        if (result.GetValue(option) is int value && (value < low || value > high))
            result.AddError($"{option.Name} must be from {low} to {high}.");
    });
}
