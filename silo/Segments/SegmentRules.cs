using System.Text.Json;
using Crm.Core.Definitions;
using Crm.Core.Rules;
using Crm.Silo.Http;
using Crm.Silo.Rules;

namespace Crm.Silo.Segments;

/// <summary>What a segment must be to be taken.</summary>
internal static class SegmentRules
{
    /// <summary>No segment's id: the path below the segments that tells how they grew.</summary>
    public const string Trends = "trends";

    private const int MaxName = 200;

    public static List<FieldError> Check(string id, string? name)
    {
        var errors = new List<FieldError>();
        if (!Slug.IsValid(id))
        {
            errors.Add(new("id", $"Must be 1 to {Slug.MaxLength} of a-z, 0-9, - and _."));
        }
        else if (id == Trends)
        {
            errors.Add(new("id", "Is the name of the trends of all segments: take another one."));
        }

        if (!Text.IsUsable(name, MaxName))
        {
            errors.Add(new("name", $"Must be text of 1 to {MaxName} characters."));
        }

        return errors;
    }

    public static List<FieldError> Check(string id, PutSegmentBody body, out Rule? rule)
    {
        var errors = Check(id, body.Name);
        rule = null;
        if (body.Rule.ValueKind == JsonValueKind.Undefined)
        {
            errors.Add(new("rule", "Is required: text of the rule language, or its JSON form."));
            return errors;
        }

        var parsed = RuleInput.Parse(body.Rule);
        rule = parsed.Rule;
        errors.AddRange(RuleInput.Describe(parsed.Errors, "rule"));
        return errors;
    }
}
