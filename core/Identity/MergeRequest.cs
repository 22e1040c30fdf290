using Crm.Core.Events;
using Crm.Core.Time;

namespace Crm.Core.Identity;

/// <summary>What somebody says through our own API: a record for the home of one of the two.</summary>
public static class MergeRequest
{
    /// <param name="with">The other one, such as <c>u:2261</c>.</param>
    /// <param name="at">The store's now.</param>
    public static ReadOnlyMemory<byte> Write(string with, Instant at) =>
        new IdentityRecord { Type = EventType.Link, ReceivedAt = at.ToString(), With = with }.Write();
}
