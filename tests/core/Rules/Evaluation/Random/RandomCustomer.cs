namespace Crm.Core.Tests.Rules.Evaluation.Random;

/// <summary>Random changes of a customer's fields, traits and tags.</summary>
internal static class RandomCustomer
{
    public static readonly string[] Fields = ["country", "orders", "lastOrder", "traits.plan", "traits.due"];

    public static readonly string[] Tags = ["vip", "b2b"];

    /// <returns>The field or trait that was set; null where it was something else.</returns>
    public static string? Change(Draw draw, Fold fold)
    {
        if (draw.Chance(20))
        {
            fold.Customer.Tag(draw.One(Tags), draw.Chance(60));
            fold.State.TagsChanged();
            return null;
        }

        if (draw.Chance(10))
        {
            fold.Customer.Journey("welcome", draw.Chance(60));
            fold.State.JourneyChanged("welcome");
            return null;
        }

        var field = draw.One(Fields);
        fold.Customer[field] = RandomComparison.AnyValue(draw);
        if (Core.Customers.CustomerFields.IndexOf(field) is >= 0 and var index)
        {
            fold.State.FieldChanged(index);
        }
        else
        {
            fold.State.TraitChanged(field[Core.Customers.CustomerFields.TraitPrefix.Length..]);
        }

        return field;
    }
}
