using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Crm.Core.Time;

namespace Crm.Grains.Triggers;

/// <summary>
/// When a failed action is tried again. A pure function: whoever asks again, after a crash too, gets the same answer.
/// <list type="table">
/// <item><term>Unreachable, Busy</term><description>after 1 s, 2 s, 4 s … 2,048 s, then each hour: 35 times, about 24 hours after the first attempt.</description></item>
/// <item><term>Refused</term><description>after 10 s, 1 min, 10 min, 1 h: a receiver that is being deployed answers 404 for a while.</description></item>
/// <item><term>Forbidden</term><description>never.</description></item>
/// </list>
/// Each delay varies by up to a fifth either way. Retry-After can only make it longer.
/// </summary>
public static class RetryPolicy
{
    /// <summary>Attempts at something unreachable or busy, the first one included.</summary>
    public const int Attempts = 36;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan[] AfterRefusal =
        [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)];

    /// <param name="failure">Of the attempt that was made.</param>
    /// <param name="attempt">Which one that was, from 1. Who can tell counts only refusals for a refusal, so that an outage before uses up none of their attempts.</param>
    /// <param name="retryAfter">What the receiver asked for; taken as 1 s to 1 h, and with up to a fifth more, so that not all come at that instant.</param>
    /// <param name="key">The action's: those that failed together do not come back together.</param>
    /// <param name="now">When the attempt failed.</param>
    /// <returns>Null where it is given up.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An attempt below 1.</exception>
    public static Instant? Next(ActionFailure failure, int attempt, TimeSpan? retryAfter, string key, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        if (Delay(failure, attempt) is not { } delay)
        {
            return null;
        }

        var spread = Spread(key, attempt);
        var wait = delay * (0.8 + (0.4 * spread));
        if (retryAfter is { } asked)
        {
            asked = TimeSpan.FromTicks(Math.Clamp(asked.Ticks, Shortest.Ticks, Longest.Ticks)) * (1 + (0.2 * spread));
            wait = asked > wait ? asked : wait;
        }

        return now.PlusMilliseconds((long)wait.TotalMilliseconds);
    }

    private static TimeSpan? Delay(ActionFailure failure, int attempt) => failure switch
    {
        ActionFailure.Unreachable or ActionFailure.Busy =>
            attempt < Attempts ? TimeSpan.FromSeconds(Math.Min(1L << (attempt - 1), (long)Longest.TotalSeconds)) : null,
        ActionFailure.Refused => attempt <= AfterRefusal.Length ? AfterRefusal[attempt - 1] : null,
        ActionFailure.Forbidden => null,
        _ => throw new ArgumentOutOfRangeException(nameof(failure)),
    };

    /// <summary>From 0 to below 1, evenly.</summary>
    private static double Spread(string key, int attempt)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{key} {attempt}"), digest);
        return (BinaryPrimitives.ReadUInt64LittleEndian(digest) >> 11) / (double)(1UL << 53);
    }
}
