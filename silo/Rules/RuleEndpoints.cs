using System.Security.Claims;
using System.Text.Json;
using Crm.Core.Rules.Completion;
using Crm.Core.Rules.Json;
using Crm.Core.Rules.Text;
using Crm.Silo.Auth;
using Crm.Silo.Http;

namespace Crm.Silo.Rules;

internal static class RuleEndpoints
{
    public static void MapRules(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapManagement("rules", "Rules");
        group.MapPost("parse", Parse).RequireAuthorization(Scopes.SegmentsRead).Produces<ParseAnswer>()
            .WithSummary("Reads a rule given as text or JSON and gives both forms, or what is wrong with it and where.");
        group.MapPost("complete", Complete).RequireAuthorization(Scopes.SegmentsRead).Produces<CompleteAnswer>()
            .WithSummary("What can stand at a place of a rule's text: words of the language, fields, and the names that the store's events have.");
    }

    private static async Task<IResult> Complete(Body<CompleteBody> body, ClaimsPrincipal caller, Completions completions, CancellationToken cancellationToken)
    {
        if (body.Value.Rule is not { Length: <= RuleText.Longest } rule)
        {
            return Problem.Bad(new FieldError("rule", $"Is required: text of the rule language, at most {RuleText.Longest} characters."));
        }

        var position = body.Value.Position ?? rule.Length;
        if (position < 0 || position > rule.Length)
        {
            return Problem.Bad(new FieldError("position", $"Must be from 0 to the rule's length, {rule.Length}."));
        }

        var place = RuleCompletion.At(rule, position);
        var items = await completions.At(place, caller.Store(), cancellationToken);
        return TypedResults.Ok(new CompleteAnswer(items, new(place.Start, place.End - place.Start), place.Expected));
    }

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
