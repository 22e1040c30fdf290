using Crm.Core.Profiles;
using Crm.Core.Rfm;
using Crm.Core.Values;

namespace Crm.Core.Rules.Evaluation;

/// <summary>What rules read of a customer beside events; implemented by the customer.</summary>
public interface IFieldSource
{
    /// <param name="index">Its place in <see cref="Customers.CustomerFields.All"/>.</param>
    Value Field(int index);

    /// <param name="name">What stands after <c>traits.</c>, exactly as the customer's own.</param>
    Value Trait(string name);

    bool HasTag(string tag);

    /// <summary>Whether a run of the automation is under way.</summary>
    bool IsInJourney(string automation);

    /// <summary>False where the store has no cut for it yet.</summary>
    bool IsInTop(TopShare share) => false;

    ConsentState Consent(ContactChannel channel, string purpose);
}
