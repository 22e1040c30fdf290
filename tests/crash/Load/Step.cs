namespace Crm.Crash.Tests.Load;

/// <summary>What a store is asked to do, one after the other.</summary>
internal abstract record Step
{
    /// <summary>Events in one request, each as JSON; some are sent a second time.</summary>
    public sealed record Events(IReadOnlyList<(string Customer, string Json)> All) : Step;

    /// <summary>A write by our own API, under an idempotency key.</summary>
    public sealed record Tags(string Customer, string Key, string Json) : Step;

    /// <summary>A definition put; <see cref="Json"/> null for a post without body.</summary>
    public sealed record Define(string Path, string? Json) : Step;

    /// <summary>Other RFM cuts, for which there is no call yet: a version as it will be stored.</summary>
    public sealed record Cut(int FirstRecencyDays) : Step;

    /// <summary>Time passes, on the log clock.</summary>
    public sealed record Clock(DateTimeOffset To) : Step;
}
