namespace Crm.Client.Tracking;

/// <summary>The log has the events of a batch, but for those named.</summary>
internal sealed record CollectorAnswer(bool Success, IReadOnlyList<Rejection>? Rejected = null);

/// <param name="Index">In the batch, from 0.</param>
/// <param name="Reason">A name such as <c>missingIds</c>.</param>
internal sealed record Rejection(int Index, string Reason);
