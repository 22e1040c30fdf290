using Microsoft.CodeAnalysis;

namespace Crm.Embedded.Generator;

/// <summary>
/// What may be sent: primitives, immutable collections of what may be sent, and types that say they are serializable and immutable.
/// Each such type is checked where it is declared, so a use looks no deeper than its type arguments.
/// </summary>
internal static class MessageRules
{
    private static readonly HashSet<string> Values =
    [
        "System.Guid", "System.DateTime", "System.DateTimeOffset", "System.TimeSpan", "System.DateOnly", "System.TimeOnly",
    ];

    private static readonly HashSet<string> Containers =
    [
        "System.Nullable`1", "System.Collections.Immutable.ImmutableArray`1", "System.Collections.Immutable.ImmutableDictionary`2",
    ];

    internal static void CheckUse(ITypeSymbol type, ISymbol user, Action<Diagnostic> report)
    {
        foreach (var (part, reason) in Refusals(type))
            report(Diagnostic.Create(Problems.NotAMessage, user.Place(), user.ToDisplayString(), part.ToDisplayString(), reason));
    }

    internal static void CheckDeclaration(INamedTypeSymbol type, Action<Diagnostic> report)
    {
        if (!type.Has("Alias"))
            report(Diagnostic.Create(Problems.MissingTypeAlias, type.Place(), type.ToDisplayString()));
        if (type.TypeKind == TypeKind.Enum)
            return;

        var immutable = type.Has("Immutable");
        var ids = new HashSet<object?>();
        foreach (var (member, memberType, settable) in Members(type))
        {
            var id = member.Attribute("Id") ?? PrimaryParameter(type, member)?.Attribute("Id");
            if (id is null || !ids.Add(id.ConstructorArguments.FirstOrDefault().Value))
                report(Diagnostic.Create(Problems.MissingId, member.Place(), member.Name, type.ToDisplayString()));
            if (!immutable)
                continue;
            if (settable)
                report(Diagnostic.Create(Problems.Settable, member.Place(), member.Name, type.ToDisplayString()));
            CheckUse(memberType, member, report);
        }
    }

    private static IEnumerable<(ITypeSymbol Part, string Reason)> Refusals(ITypeSymbol type)
    {
        if (type.SpecialType is (>= SpecialType.System_Boolean and <= SpecialType.System_String) or SpecialType.System_DateTime
            || type.TypeKind is TypeKind.Enum or TypeKind.TypeParameter or TypeKind.Error
            || type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte })
            return [];
        if (type is not INamedTypeSymbol named)
            return [(type, "use ImmutableArray, or byte[] for bytes")];
        var name = named.FullName();
        if (Values.Contains(name) || (name == "System.ReadOnlyMemory`1" && named.TypeArguments[0].SpecialType == SpecialType.System_Byte))
            return [];
        var arguments = named.TypeArguments.SelectMany(Refusals);
        if (Containers.Contains(name))
            return arguments;
        return named switch
        {
            _ when !named.Has("GenerateSerializer") => [(type, "it lacks [GenerateSerializer]")],
            _ when !named.Has("Immutable") => [(type, "it lacks [Immutable]")],
            _ => arguments,
        };
    }

    /// <summary>Whatever is stored in an instance: fields, and properties that have one.</summary>
    private static IEnumerable<(ISymbol Member, ITypeSymbol Type, bool Settable)> Members(INamedTypeSymbol type)
    {
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field.IsStatic || field.IsConst)
                continue;
            if (field.AssociatedSymbol is IPropertySymbol property)
                yield return (property, property.Type, property.SetMethod is { IsInitOnly: false });
            else if (!field.IsImplicitlyDeclared)
                yield return (field, field.Type, !field.IsReadOnly);
        }
    }

    private static IParameterSymbol? PrimaryParameter(INamedTypeSymbol type, ISymbol member) => type.IsRecord
        ? type.InstanceConstructors.SelectMany(c => c.Parameters).FirstOrDefault(p => p.Name == member.Name)
        : null;
}
