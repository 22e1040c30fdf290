namespace Crm.Client.Http;

/// <summary>Pauses between repetitions: each twice as long as the one before it, and by chance up to half shorter, so that many clients do not come back together.</summary>
/// <param name="most">Longest pause.</param>
internal sealed class Backoff(TimeSpan most)
{
    private const double FirstMilliseconds = 200;

    private int _failures;

    /// <summary>The next pause.</summary>
    /// <param name="asked">What the CRM asks for at least.</param>
    public TimeSpan Next(TimeSpan? asked)
    {
        var full = Math.Min(most.TotalMilliseconds, FirstMilliseconds * Math.Pow(2, _failures++));
        var pause = TimeSpan.FromMilliseconds(full * (1 + Random.Shared.NextDouble()) / 2);
        return asked > pause ? asked.Value : pause;
    }

    /// <summary>Begins anew, after a success.</summary>
    public void Reset() => _failures = 0;
}
