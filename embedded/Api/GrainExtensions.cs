using Crm.Embedded.Engine;
using Orleans.Runtime;

namespace Orleans;

public static class GrainExtensions
{
    /// <summary>The key of a grain, by itself or by a reference to it.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain switch
    {
        GrainReference reference => reference.Key,
        Grain self => self.RequiredActivation.Key,
        null => throw new ArgumentNullException(nameof(grain)),
        _ => throw new ArgumentException($"{grain.GetType()} is neither a grain nor a reference to one.", nameof(grain)),
    };
}
