using System.Collections.Immutable;
using System.Text.Json;
using Crm.Core.Automations;
using Crm.Silo.Http;
using Crm.Silo.Rules;

namespace Crm.Silo.Automations;

/// <summary>What an automation must be to be taken.</summary>
internal static class AutomationRequest
{
    /// <summary>An id that would hide another resource.</summary>
    private const string Templates = "templates";

    /// <returns>It, or every error.</returns>
    public static (AutomationDefinition? Automation, ImmutableArray<FieldError> Errors) Check(string id, PutAutomationBody body)
    {
        var json = JsonSerializer.SerializeToElement(body, AutomationBodyJson.Given.PutAutomationBody);
        var read = AutomationReader.Read(json, id);
        var errors = read.Errors.SelectMany(static error => Describe(error)).ToImmutableArray();
        if (id == Templates)
        {
            errors = errors.Add(new("id", $"\"{Templates}\" is taken."));
        }

        return (errors.IsEmpty ? read.Automation : null, errors);
    }

    private static ImmutableArray<FieldError> Describe(AutomationError error) =>
        error.Rule is { } rule ? RuleInput.Describe([rule with { Path = null }], error.Field) : [new(error.Field.Length == 0 ? "body" : error.Field, error.Message)];
}
