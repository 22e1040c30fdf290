using System.Collections.Frozen;
using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.Core.Profiles;
using Crm.Core.Rfm;

namespace Crm.Core.Rules.Completion;

/// <summary>Values of fields that have no others. Those of any other field are people's.</summary>
internal static class KnownValues
{
    private static readonly FrozenDictionary<string, ImmutableArray<string>> OfFields = new Dictionary<string, ImmutableArray<string>>
    {
        ["stage"] = [.. Customer.StageNames.Skip(1)], // the first is that of nobody
        ["rfm"] = DefaultGroups.Of(RfmPlan.MostScores).All, // a store can have others
        ["gender"] = ["female", "male", "other"],
        ["channel"] = SalesChannels.Names,
        ["firstChannel"] = SalesChannels.Names,
        ["usualChannel"] = SalesChannels.Names,
    }.ToFrozenDictionary();

    /// <returns>None for a field that can have any.</returns>
    public static ImmutableArray<string> Of(string field) => OfFields.GetValueOrDefault(field, []);
}
