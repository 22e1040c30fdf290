using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Crm.Embedded.Generator;

internal static class Symbols
{
    private static readonly SymbolDisplayFormat Nullable = SymbolDisplayFormat.FullyQualifiedFormat.WithMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
        | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>As it is written in generated code.</summary>
    internal static string Code(this ITypeSymbol type) => type.ToDisplayString(Nullable);

    /// <summary>With its namespace, without type arguments: <c>System.Guid</c>.</summary>
    internal static string FullName(this ITypeSymbol type) => type.ContainingSymbol is INamespaceSymbol { IsGlobalNamespace: false } space
        ? $"{space.ToDisplayString()}.{type.MetadataName}"
        : type.MetadataName;

    internal static AttributeData? Attribute(this ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.FullName() == $"Orleans.{name}Attribute");

    internal static bool Has(this ISymbol symbol, string attribute) => symbol.Attribute(attribute) is not null;

    internal static Location Place(this ISymbol symbol) => symbol.Locations.FirstOrDefault() ?? Location.None;

    internal static bool IsGrainInterface(this INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Interface && type.AllInterfaces.Any(i => i.FullName() == "Orleans.IGrainWithStringKey");

    internal static bool IsGrainClass(this INamedTypeSymbol type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
            if (ancestor.FullName() == "Orleans.Grain")
                return type is { TypeKind: TypeKind.Class, IsAbstract: false };
        return false;
    }

    /// <summary>All types of an assembly, nested ones too.</summary>
    internal static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol within)
    {
        foreach (var member in within.GetMembers())
        {
            if (member is not INamespaceOrTypeSymbol container)
                continue;
            if (container is INamedTypeSymbol type)
                yield return type;
            foreach (var nested in Types(container))
                yield return nested;
        }
    }

    internal static ImmutableArray<IMethodSymbol> GrainMethods(this INamedTypeSymbol grainInterface) =>
        [.. grainInterface.AllInterfaces.Append(grainInterface).SelectMany(i => i.GetMembers()).OfType<IMethodSymbol>().Where(m => !m.IsStatic)];
}
