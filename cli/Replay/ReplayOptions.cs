namespace Crm.Cli.Replay;

/// <summary>What the command line asks for; the options' own descriptions say what each means.</summary>
internal sealed record ReplayOptions
{
    public required string File { get; init; }

    public double? Speed { get; init; }

    public bool ShiftToYesterday { get; init; }

    public bool Browse { get; init; }

    public bool LogClock { get; init; }

    public bool Strict { get; init; }

    public string? Store { get; init; }

    public long From { get; init; }

    public string? Resume { get; init; }

    public required string Keys { get; init; }
}
