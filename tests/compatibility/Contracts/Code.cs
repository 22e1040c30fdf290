using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Crm.Core.Customers;
using Crm.GrainInterfaces.Customers;
using Crm.Grains.Triggers;
using Crm.Ingest.Logs;
using Crm.Postgres.Feed;
using Crm.Postgres.Migrations;
using Orleans;

namespace Crm.Compatibility.Tests.Contracts;

/// <summary>The contracts as this build has them.</summary>
internal static class Code
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Type[] All = [.. new[] { typeof(Customer), typeof(RecordBatch), typeof(TriggerOptions), typeof(ILog), typeof(ChangeFeed), typeof(Program) }
        .SelectMany(static type => type.Assembly.GetTypes())];

    public static readonly Type[] Interfaces = [.. All.Where(static type => type.IsInterface && typeof(IGrainWithStringKey).IsAssignableFrom(type))];

    public static readonly Type[] Grains = [.. All.Where(static type => type.IsDefined(typeof(GrainTypeAttribute)))];

    public static readonly Type[] Messages = [.. All.Where(static type => type.IsDefined(typeof(GenerateSerializerAttribute)))];

    /// <summary>Stored by number or by name, whether they are sent or not.</summary>
    private static readonly string[] StoredEnums =
    [
        "RecordKind", "FeedChange", "RunEnd", "OutboxState", "ErasureState", "KeyKind", "StoreClock", "TraitType", "IdentifierKind", "SalesChannel", "LifeStage", "OrderKind", "ActionFailure",
        "TimesOperator", "Occurrence", "AgeOperator", "ComparisonOperator", "ValueKind",
    ];

    public static Manifest Manifest() => new(
    [
        .. Interfaces.SelectMany(Interface),
        .. Grains.Select(Grain),
        .. Messages.SelectMany(Message),
        .. Enums().SelectMany(Enum),
        .. Migration.All.Select(Step),
    ]);

    /// <summary>What is sent with a call of this interface, in either direction.</summary>
    public static IEnumerable<Type> SentBy(Type contract) =>
        contract.GetMethods().SelectMany(static method => method.GetParameters().Select(static parameter => parameter.ParameterType).Append(Answer(method))).SelectMany(Parts);

    /// <summary>What stands in an instance, each with its number; null where it has none.</summary>
    public static IEnumerable<(uint? Id, string Name, Type Type)> Members(Type message) => message.GetFields(Declared).Select(field =>
    {
        var name = field.Name is ['<', ..] ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
        return (Argument<uint?>((MemberInfo?)message.GetProperty(name, Declared) ?? field, "IdAttribute"), name, field.FieldType);
    });

    /// <summary>Without the task; void for none.</summary>
    public static Type Answer(MethodInfo method) => method.ReturnType is { IsGenericType: true } task ? task.GenericTypeArguments[0] : typeof(void);

    public static string? Alias(MemberInfo member) => Argument<string>(member, "AliasAttribute");

    public static string? GrainType(Type grain) => Argument<string>(grain, "GrainTypeAttribute");

    /// <summary>A type and those that it is made of, without the containers.</summary>
    public static IEnumerable<Type> Parts(Type type) =>
        type.IsGenericType && (type.Namespace?.StartsWith("System", StringComparison.Ordinal) ?? false) ? type.GenericTypeArguments.SelectMany(Parts) : [type];

    private static IEnumerable<Clause> Interface(Type contract)
    {
        var section = $"interface {Alias(contract)}";
        return contract.GetMethods()
            .Select(method => new Clause(section, $"method {Alias(method)}", $"({string.Join(", ", method.GetParameters().Select(static p => Text(p.ParameterType)))}) -> {Text(Answer(method))}", method.Name))
            .Prepend(new(section, section, nameof(IGrainWithStringKey), contract.Name));
    }

    private static Clause Grain(Type grain)
    {
        var key = $"grain {GrainType(grain)}";
        return new(key, key, Alias(grain.GetInterfaces().Single(Interfaces.Contains))!, grain.Name);
    }

    private static IEnumerable<Clause> Message(Type message)
    {
        var section = $"type {Alias(message)}";
        return Members(message)
            .Select(member => new Clause(section, $"{Clause.Member}{member.Id}", Text(member.Type), member.Name))
            .Prepend(new(section, section, message.IsValueType ? "struct" : "class", message.Name));
    }

    private static IEnumerable<Type> Enums() => All.Where(static type => type.IsEnum && StoredEnums.Contains(type.Name))
        .Union(Interfaces.SelectMany(SentBy).Concat(Messages.SelectMany(Members).SelectMany(static member => Parts(member.Type))).Where(static type => type.IsEnum));

    private static Clause Step(Migration migration)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"migration {migration.Number:0000}");
        return new(key, key, migration.Checksum, migration.Name);
    }

    private static IEnumerable<Clause> Enum(Type type)
    {
        var section = $"enum {type.Name}";
        return System.Enum.GetValues(type).Cast<object>()
            .Select(value => new Clause(section, $"value {value}", Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture), ""))
            .Prepend(new(section, section, System.Enum.GetUnderlyingType(type).Name, ""));
    }

    private static string Text(Type type) => type switch
    {
        _ when Nullable.GetUnderlyingType(type) is { } value => $"{Text(value)}?",
        { IsGenericType: true } => $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GenericTypeArguments.Select(Text))}>",
        _ => Alias(type) ?? type.Name,
    };

    // By name: what an attribute keeps differs between the two engines.
    private static T? Argument<T>(MemberInfo member, string attribute) => (T?)member.GetCustomAttributesData()
        .FirstOrDefault(data => data.AttributeType.Name == attribute)?.ConstructorArguments[0].Value;
}
