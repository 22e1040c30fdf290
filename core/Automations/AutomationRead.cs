using System.Collections.Immutable;
using Crm.Core.Rules.Text;

namespace Crm.Core.Automations;

/// <summary>What reading an automation gave: it, or every error found.</summary>
/// <param name="Automation">A draft without a version; null exactly if there are errors.</param>
public sealed record AutomationRead(AutomationDefinition? Automation, ImmutableArray<AutomationError> Errors);

/// <param name="Field">The member at fault, such as <c>steps[1].wait</c>.</param>
/// <param name="Message">For people.</param>
/// <param name="Rule">Where the member is a rule: what is wrong within it.</param>
public sealed record AutomationError(string Field, string Message, RuleError? Rule = null);
