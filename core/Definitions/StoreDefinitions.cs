using Crm.Core.Automations;
using Crm.Core.Rfm;
using Crm.Core.Rules.Evaluation;

namespace Crm.Core.Definitions;

/// <summary>A store's definitions of one version, compiled once and shared by all its customers.</summary>
public sealed class StoreDefinitions
{
    private StoreDefinitions(DefinitionSet set)
    {
        Set = set;
        Zone = TimeZoneInfo.FindSystemTimeZoneById(set.Store.Zone);
        Rules = RuleSet.Compile(set.Segments, AutomationSet.Questions(set.Automations), Zone);
        Automations = new AutomationSet(set.Automations, Rules, Zone);
        Rfm = new RfmScorer(set.Rfm);
    }

    public DefinitionSet Set { get; }

    public StoreSettings Store => Set.Store;

    public int Version => Set.Version;

    /// <summary>In which months and local days are counted.</summary>
    public TimeZoneInfo Zone { get; }

    public RuleSet Rules { get; }

    public AutomationSet Automations { get; }

    public RfmScorer Rfm { get; }

    /// <exception cref="TimeZoneNotFoundException">The store's zone is none that this machine knows.</exception>
    public static StoreDefinitions Compile(DefinitionSet set) => new(set);
}
