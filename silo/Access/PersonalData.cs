namespace Crm.Silo.Access;

/// <summary>Metadata of a route by which personal data is read or written: its calls stand in the access log.</summary>
/// <param name="OfCustomer">The path names the customer.</param>
internal sealed record PersonalData(bool OfCustomer);

internal static class PersonalDataRoutes
{
    public static TBuilder HoldsPersonalData<TBuilder>(this TBuilder builder, bool ofCustomer = false) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new PersonalData(ofCustomer));
}
