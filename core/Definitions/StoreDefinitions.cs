using System.Security.Cryptography;
using System.Text;
using Crm.Core.Automations;
using Crm.Core.Rfm;
using Crm.Core.Rules.Evaluation;

namespace Crm.Core.Definitions;

/// <summary>A store's definitions of one version, compiled once and shared by all its customers.</summary>
public sealed class StoreDefinitions
{
    private readonly Lazy<string> _allButCuts;

    private StoreDefinitions(DefinitionSet set)
    {
        Set = set;
        _allButCuts = new(() => Digest(set));
        Zone = TimeZoneInfo.FindSystemTimeZoneById(set.Store.Zone);
        Rules = RuleSet.Compile(set.Segments, AutomationSet.Questions(set.Automations), Zone);
        Automations = new AutomationSet(set.Automations, Rules, Zone);
        Rfm = new RfmScorer(set.Rfm);
    }

    private StoreDefinitions(StoreDefinitions like, DefinitionSet set)
    {
        Set = like.Set with { Version = set.Version, Rfm = set.Rfm };
        (_allButCuts, Zone, Rules, Automations) = (like._allButCuts, like.Zone, like.Rules, like.Automations);
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

    /// <summary>Whether what lies between the two is refreshes alone: rules, automations and settings are the same.</summary>
    public bool DiffersInCutsOnly(StoreDefinitions other) => _allButCuts.Value == other._allButCuts.Value;

    /// <summary>What does not differ from these is shared: a store has a version for each of its refreshes, and customers who stand under any of them.</summary>
    /// <returns>Null where more than the cuts differs.</returns>
    public StoreDefinitions? WithCuts(DefinitionSet set) => Digest(set) == _allButCuts.Value ? new(this, set) : null;

    /// <exception cref="TimeZoneNotFoundException">The store's zone is none that this machine knows.</exception>
    public static StoreDefinitions Compile(DefinitionSet set) => new(set);

    private static string Digest(DefinitionSet set) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(DefinitionJson.Write(set with { Version = 0, Rfm = set.Rfm.WithoutCuts }))));
}
