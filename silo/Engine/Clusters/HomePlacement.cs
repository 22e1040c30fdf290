using Crm.GrainInterfaces.Customers;
using Orleans.Metadata;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Crm.Silo.Engine.Clusters;

/// <summary>A customer is placed on the silo that has its home partition, so that its pump calls it there; where nobody has it, wherever it is asked for.</summary>
internal sealed class HomePlacement : PlacementStrategy
{
    internal sealed class Director(Homes homes) : IPlacementDirector
    {
        public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
        {
            var able = context.GetCompatibleSilos(target);
            return Task.FromResult(homes.Of(target.GrainIdentity) is { } home && able.Contains(home) ? home : able.Contains(homes.Self) ? homes.Self : able[0]);
        }
    }

    /// <summary>Says so of customer grains, which know nothing of it.</summary>
    internal sealed class Customers : IGrainPropertiesProvider
    {
        public void Populate(Type grainClass, GrainType grainType, Dictionary<string, string> properties)
        {
            if (grainClass.IsAssignableTo(typeof(ICustomerGrain)))
            {
                properties[WellKnownGrainTypeProperties.PlacementStrategy] = nameof(HomePlacement);
                properties[WellKnownGrainTypeProperties.GrainDirectory] = HomeDirectory.Name;
            }
        }
    }
}
