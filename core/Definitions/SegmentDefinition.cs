using Crm.Core.Rules;

namespace Crm.Core.Definitions;

/// <summary>A segment as of one version: every customer for whom the rule holds is a member.</summary>
/// <param name="Id">Slug chosen by the store: a-z, 0-9, '-' and '_', 1 to 64 long.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Rule">Who belongs to it.</param>
/// <param name="Version">The store's definition version that brought this rule; a new name keeps it, a new rule raises it.</param>
public sealed record SegmentDefinition(string Id, string Name, Rule Rule, int Version);
