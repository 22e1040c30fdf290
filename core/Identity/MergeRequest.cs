using Crm.Core.Events;
using Crm.Core.Time;

namespace Crm.Core.Identity;

/// <summary>What somebody says through our own API: a record for the home of one of the two.</summary>
public static class MergeRequest
{
    /// <summary>They are one person.</summary>
    /// <param name="with">The other one, such as <c>u:2261</c>.</param>
    /// <param name="at">The store's now.</param>
    public static ReadOnlyMemory<byte> Merge(string with, Instant at) => Write(EventType.Link, with, at);

    /// <summary>For the home of the one that stays: the other is another person after all.</summary>
    /// <inheritdoc cref="Merge"/>
    public static ReadOnlyMemory<byte> Unmerge(string with, Instant at) => Write(EventType.Unmerge, with, at);

    private static ReadOnlyMemory<byte> Write(EventType type, string with, Instant at) =>
        new IdentityRecord { Type = type, ReceivedAt = at.ToString(), With = with }.Write();
}
