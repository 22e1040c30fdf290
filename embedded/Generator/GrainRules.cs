using Microsoft.CodeAnalysis;

namespace Crm.Embedded.Generator;

/// <summary>What grain interfaces and classes keep to, so that they mean the same on both engines.</summary>
internal static class GrainRules
{
    private static readonly HashSet<string> Tasks =
    [
        "System.Threading.Tasks.Task", "System.Threading.Tasks.Task`1", "System.Threading.Tasks.ValueTask", "System.Threading.Tasks.ValueTask`1",
    ];

    /// <returns>Whether a proxy can be made.</returns>
    internal static bool CheckInterface(INamedTypeSymbol type, Action<Diagnostic> report)
    {
        if (!type.Has("Alias"))
            report(Diagnostic.Create(Problems.MissingGrainAlias, type.Place(), type.ToDisplayString()));
        var sound = true;
        if (type.IsGenericType)
            sound = Refuse(Problems.WrongShape, type, "the interface is generic");
        foreach (var member in type.GetMembers())
            if (member is IPropertySymbol or IEventSymbol)
                sound = Refuse(Problems.WrongShape, member, "it is not a method");
        foreach (var method in type.GrainMethods())
            if (method.MethodKind == MethodKind.Ordinary)
                sound &= CheckMethod(method, report);
        return sound;

        bool Refuse(DiagnosticDescriptor problem, ISymbol symbol, string detail)
        {
            report(Diagnostic.Create(problem, symbol.Place(), symbol.ToDisplayString(), detail));
            return false;
        }
    }

    /// <returns>The grain's interface and constructor, if it has one of each.</returns>
    internal static (INamedTypeSymbol Interface, IMethodSymbol Constructor)? CheckClass(INamedTypeSymbol type, Action<Diagnostic> report)
    {
        if (!type.Has("GrainType"))
            report(Diagnostic.Create(Problems.MissingGrainType, type.Place(), type.ToDisplayString()));
        var interfaces = type.AllInterfaces.Where(Symbols.IsGrainInterface).ToList();
        var reason = type.IsGenericType ? "it is generic"
            : interfaces.Count != 1 ? "it must implement exactly one grain interface"
            : type.InstanceConstructors.Length != 1 ? "it must have exactly one constructor"
            : null;
        if (reason is null)
            return (interfaces[0], type.InstanceConstructors[0]);
        report(Diagnostic.Create(Problems.WrongGrain, type.Place(), type.ToDisplayString(), reason));
        return null;
    }

    private static bool CheckMethod(IMethodSymbol method, Action<Diagnostic> report)
    {
        var name = method.ToDisplayString();
        if (!method.Has("Alias"))
            report(Diagnostic.Create(Problems.MissingGrainAlias, method.Place(), name));
        if (method.IsGenericMethod || method.Parameters.Any(p => p.RefKind != RefKind.None))
        {
            report(Diagnostic.Create(Problems.WrongShape, method.Place(), name, "it is generic, or has arguments by reference"));
            return false;
        }
        foreach (var parameter in method.Parameters)
            MessageRules.CheckUse(parameter.Type, method, report);
        if (method.ReturnType is not INamedTypeSymbol result || !Tasks.Contains(result.FullName()))
        {
            report(Diagnostic.Create(Problems.WrongReturn, method.Place(), name, method.ReturnType.ToDisplayString()));
            return false;
        }
        foreach (var argument in result.TypeArguments)
            MessageRules.CheckUse(argument, method, report);
        return true;
    }
}
