using Crm.Core.Automations;
using Crm.Core.Time;

namespace Crm.Ingest.Commits;

/// <summary>An action that is due: a row of the outbox.</summary>
/// <param name="Key">Its <see cref="ActionKey"/>.</param>
/// <param name="Customer">Within the store, such as <c>u:2261</c>.</param>
/// <param name="Version">Of the automation.</param>
/// <param name="Run">The customer's running number of its runs.</param>
/// <param name="At">When it came to be due.</param>
/// <param name="Document">The customer at that moment as JSON; empty where the action hands nobody on.</param>
/// <param name="TraceParent">Of the recorded trace that the record belongs to from which it came; null for nearly all.</param>
public readonly record struct ActionRow(
    string Key, string Store, string Automation, string Customer, int Version, long Run, string Step,
    Instant At, Instant RecordedAt, long Offset, ReadOnlyMemory<byte> Document, string? TraceParent = null);

/// <summary>What a commit knows of a run.</summary>
/// <param name="Version">Of the automation, as of the newest that is known here.</param>
/// <param name="StartedAt">Null where it started in an earlier commit.</param>
/// <param name="EndedAt">Null while it is under way.</param>
public readonly record struct RunRow(int Version, Instant? StartedAt, Instant? EndedAt, RunEnd End);
