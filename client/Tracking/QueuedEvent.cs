namespace Crm.Client.Tracking;

/// <summary>An event on its way, or a mark between events.</summary>
/// <param name="MessageId">Of the event.</param>
/// <param name="Json">The event as it is sent, so that nothing changes it meanwhile; empty for a mark.</param>
/// <param name="Flushed">Of a mark: to be completed once everything before it is settled.</param>
internal readonly record struct QueuedEvent(string MessageId, ReadOnlyMemory<byte> Json, TaskCompletionSource? Flushed = null);
