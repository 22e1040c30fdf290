using System.Collections.Immutable;
using Crm.Core.Automations;
using Crm.Core.Profiles;
using Crm.Core.Rfm;

namespace Crm.Core.Definitions;

/// <summary>All definitions of a store as of one version; immutable, so a version means the same forever.</summary>
public sealed record DefinitionSet(StoreSettings Store, int Version, ImmutableArray<SegmentDefinition> Segments, RfmSettings Rfm)
{
    public ImmutableArray<AutomationDefinition> Automations { get; init; } = [];

    public ProfileSettings Profile { get; init; } = ProfileSettings.Default;
}
