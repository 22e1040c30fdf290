namespace Crm.Cli.Listen;

/// <summary>What the command line asks for; the options' own descriptions say what each means.</summary>
internal sealed record ListenOptions
{
    /// <summary>0 for a free one.</summary>
    public int Port { get; init; }

    public required WebhookSecret Secret { get; init; }

    public string? UrlFile { get; init; }

    public string? Out { get; init; }

    public int? Fail { get; init; }

    public bool Hang { get; init; }

    /// <summary>Null where misbehaving has no end.</summary>
    public int? FailFirst { get; init; }

    /// <summary>The status to answer with; null for no answer at all.</summary>
    /// <param name="number">Of the webhook, from 1.</param>
    public int? Answer(int number)
    {
        var misbehaves = FailFirst is { } first ? number <= first : Hang || Fail is not null;
        return !misbehaves ? 200 : Hang ? null : Fail ?? 500;
    }
}
