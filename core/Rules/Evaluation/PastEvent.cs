using Crm.Core.Events;

namespace Crm.Core.Rules.Evaluation;

/// <summary>An event of the archive with its position in the home partition.</summary>
public readonly record struct PastEvent(Event Event, long Offset);
