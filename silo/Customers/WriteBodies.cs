using System.Text.Json;
using Crm.Core.Customers;
using Crm.Silo.Http;

namespace Crm.Silo.Customers;

/// <param name="Set">Fields and traits by name, with any JSON value.</param>
/// <param name="Unset">Names of those to remove.</param>
internal sealed record TraitsBody(Dictionary<string, JsonElement>? Set = null, IReadOnlyList<string>? Unset = null)
{
    public List<FieldError> Check()
    {
        var errors = new List<FieldError>();
        var names = (Set ?? []).Keys.Concat(Unset ?? []).ToList();
        if (names.Count == 0)
        {
            errors.Add(new("set", "Neither \"set\" nor \"unset\" names anything."));
        }

        if (names.FirstOrDefault(static name => !Text.IsUsable(name, CustomerLimits.TraitNameLength)) is not null)
        {
            errors.Add(new("set", $"Names have 1 to {CustomerLimits.TraitNameLength} characters."));
        }

        foreach (var both in (Unset ?? []).Where(name => name is not null && Set?.ContainsKey(name) == true))
        {
            errors.Add(new("unset", $"\"{both}\" is set as well."));
        }

        return errors;
    }
}

/// <param name="Add">Tags to add; comparing ignores case.</param>
/// <param name="Remove">Tags to remove.</param>
internal sealed record TagsBody(IReadOnlyList<string>? Add = null, IReadOnlyList<string>? Remove = null)
{
    public List<FieldError> Check()
    {
        var errors = new List<FieldError>();
        if ((Add?.Count ?? 0) + (Remove?.Count ?? 0) is 0 or > CustomerLimits.Tags)
        {
            errors.Add(new("add", $"\"add\" and \"remove\" together name 1 to {CustomerLimits.Tags} tags."));
        }

        Check("add", Add, errors);
        Check("remove", Remove, errors);
        return errors;
    }

    private static void Check(string name, IReadOnlyList<string>? tags, List<FieldError> errors)
    {
        if (tags?.Any(static tag => !Text.IsUsable(tag, CustomerLimits.TagLength)) == true)
        {
            errors.Add(new(name, $"Tags have 1 to {CustomerLimits.TagLength} characters."));
        }
    }
}

/// <summary>The log has the record.</summary>
/// <param name="Applied">With <c>?wait=applied</c>: whether its effects could be read when this was answered; else null.</param>
internal sealed record WriteAnswer(bool? Applied);
