namespace Orleans.Configuration;

/// <summary>Limits of calls.</summary>
public class SiloMessagingOptions
{
    /// <summary>How long a caller waits before it gets a <see cref="TimeoutException"/>; the call itself goes on. Default 30 seconds; greater than zero.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
