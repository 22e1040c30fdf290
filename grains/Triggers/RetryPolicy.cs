using Crm.Core.Time;

namespace Crm.Grains.Triggers;

public static class RetryPolicy
{
    public static Instant? Next(ActionFailure failure, int attempt, TimeSpan? retryAfter, string key, Instant now) => now.PlusMilliseconds(1000);
}
