namespace Crm.Crash.Tests.Faults;

/// <summary>Something that happens, and has ended when <see cref="Happen"/> returns.</summary>
internal sealed record Fault(string Name, Func<Task> Happen);
