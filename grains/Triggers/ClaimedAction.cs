using Crm.Core.Time;

namespace Crm.Grains.Triggers;

/// <summary>An action of the outbox that is this process's to execute until its lease ends.</summary>
/// <param name="Id">Of the row.</param>
/// <param name="Key">By which whoever receives it twice can tell.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Document">The customer as of <paramref name="At"/>, JSON; empty where the action hands nobody on.</param>
/// <param name="TraceParent">Of the recorded trace that it came from; null for nearly all.</param>
public sealed record ClaimedAction(
    long Id, string Key, string Store, string Automation, string Customer, int Version, long Run, string Step, Instant At, int Attempt, ReadOnlyMemory<byte> Document,
    string? TraceParent = null);
