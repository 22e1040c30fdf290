using Spectre.Console;

namespace Crm.Cli.Replay;

/// <summary>Says the first few things that went wrong and counts them all.</summary>
/// <param name="strict">End at the first one.</param>
internal sealed class Complaints(IAnsiConsole console, bool strict)
{
    private const int Shown = 10;

    public int WrongLines { get; private set; }

    public int Rejected { get; private set; }

    public void Wrong(WrongLine wrong)
    {
        WrongLines++;
        Say(WrongLines, $"line {wrong.Line} left out: {wrong.Reason}");
    }

    public void Reject(ReplayEvent rejected, string reason)
    {
        Rejected++;
        Say(Rejected, $"line {rejected.Line} became a dead letter: {reason}");
    }

    private void Say(int count, string text)
    {
        if (strict)
            throw new Api.CrmException(text + " (--strict)");
        if (count <= Shown)
            console.MarkupLineInterpolated($"[yellow]{text}[/]");
        else if (count == Shown + 1)
            console.MarkupLine("[yellow]… more of these are counted only[/]");
    }
}
