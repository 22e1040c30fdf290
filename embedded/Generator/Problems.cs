using Microsoft.CodeAnalysis;

namespace Crm.Embedded.Generator;

/// <summary>What would compile but fail at run time on one of the engines.</summary>
internal static class Problems
{
    internal static readonly DiagnosticDescriptor NotAMessage = Error(1, "{0} uses {1}, which cannot be sent: {2}");
    internal static readonly DiagnosticDescriptor MissingId = Error(2, "{0} needs an [Id] of its own among the members of {1}");
    internal static readonly DiagnosticDescriptor MissingTypeAlias = Error(3, "{0} has [GenerateSerializer] and needs an [Alias]");
    internal static readonly DiagnosticDescriptor MissingGrainAlias = Error(4, "{0} needs an [Alias]");
    internal static readonly DiagnosticDescriptor MissingGrainType = Error(5, "{0} is a grain and needs a [GrainType]");
    internal static readonly DiagnosticDescriptor WrongReturn = Error(6, "{0} returns {1}; a grain's method returns a Task or ValueTask, with or without a result");
    internal static readonly DiagnosticDescriptor WrongShape = Error(7, "{0} cannot be called on a grain: {1}");
    internal static readonly DiagnosticDescriptor Settable = Error(8, "{0} of the [Immutable] {1} can be set after construction");
    internal static readonly DiagnosticDescriptor WrongGrain = Error(9, "{0} cannot be a grain: {1}");

    private static DiagnosticDescriptor Error(int number, string message) => new(
        $"CRMACT{number:000}", "Grain contract", message, "Crm.Embedded", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
