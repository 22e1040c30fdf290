using System.Text.Json;
using Crm.Core.Rules.Json;
using Crm.Core.Rules.Text;
using Crm.Silo.Auth;
using Crm.Silo.Http;

namespace Crm.Silo.Rules;

internal static class RuleEndpoints
{
    public static void MapRules(this IEndpointRouteBuilder routes) =>
        routes.MapManagement("rules", "Rules").MapPost("parse", Parse).RequireAuthorization(Scopes.SegmentsRead).Produces<ParseAnswer>()
            .WithSummary("Reads a rule given as text or JSON and gives both forms, or what is wrong with it and where.");

    private static IResult Parse(Body<ParseBody> body)
    {
        if (body.Value.Rule.ValueKind == JsonValueKind.Undefined)
        {
            return Problem.Bad(new FieldError("rule", "Is required: text of the rule language, or its JSON form."));
        }

        var parsed = RuleInput.Parse(body.Value.Rule);
        return TypedResults.Ok(parsed.Success
            ? new ParseAnswer(JsonElement.Parse(RuleJson.Write(parsed.Rule)), RuleText.Print(parsed.Rule), [])
            : new(null, null, RuleInput.Describe(parsed.Errors, "rule")));
    }
}
