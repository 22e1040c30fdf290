using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Crm.Compatibility.Tests.Contracts;

namespace Crm.Compatibility.Tests.Wire;

/// <summary>Messages with every member set, each to something else; or with every member empty. Always the same ones.</summary>
/// <param name="variant">Below 0 for empty; else which of each enum's values, in turn.</param>
internal sealed class Samples(int variant)
{
    private int _filled;

    /// <summary>Enough of them that each value of each enum which is its own stands in one.</summary>
    public static IEnumerable<object?> Of(Type type)
    {
        var enums = (Code.Messages.Contains(type) ? Code.Members(type).Select(static member => member.Type) : [type]).SelectMany(Code.Parts).Where(static part => part.IsEnum);
        return Enumerable.Range(-1, 1 + enums.Select(static one => Enum.GetValues(one).Length).Append(1).Max()).Select(variant => new Samples(variant).Of(type, required: true));
    }

    public static object Full(Type type) => new Samples(0).Of(type, required: true)!;

    public static object Empty(Type type) => new Samples(-1).Of(type, required: true)!;

    private object? Of(Type type, bool required)
    {
        var full = variant >= 0;
        var number = ++_filled;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return full ? Of(underlying, required) : null;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            return Method(nameof(Elements), type.GenericTypeArguments[0]).Invoke(this, [full]);
        }

        return type switch
        {
            _ when type == typeof(ReadOnlyMemory<byte>) => full ? new ReadOnlyMemory<byte>([1, 2, (byte)number, 4], 1, 2) : ReadOnlyMemory<byte>.Empty,
            { IsValueType: false } when !full && !required => null,
            _ when type == typeof(string) => full ? $"№ {number}" : "",
            { IsEnum: true } => full ? Enum.GetValues(type).GetValue(variant % Enum.GetValues(type).Length) : Activator.CreateInstance(type),
            { IsPrimitive: true } when !full => Activator.CreateInstance(type),
            _ when type == typeof(bool) => true,
            _ when type == typeof(byte) => (byte)number,
            _ when type == typeof(int) => int.MaxValue - number,
            _ when type == typeof(long) => long.MinValue + number,
            _ when type == typeof(ulong) => ulong.MaxValue - (ulong)number,
            _ when type == typeof(decimal) => full ? number + 0.50m : 0m,
            _ when type == typeof(DateOnly) => full ? new DateOnly(2026, 1, 1).AddDays(number) : default(DateOnly),
            _ when Code.Messages.Contains(type) => Message(type),
            _ => throw new NotSupportedException($"{type} is new on the wire: say here what one looks like."),
        };
    }

    private object Message(Type type)
    {
        var message = RuntimeHelpers.GetUninitializedObject(type);
        var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        foreach (var (field, _) in fields.Zip(Code.Members(type)).OrderBy(static member => member.Second.Id))
        {
            field.SetValue(message, Of(field.FieldType, required: false));
        }

        return message;
    }

    private ImmutableArray<T> Elements<T>(bool full) => full ? [(T)Of(typeof(T), required: true)!, (T)Of(typeof(T), required: true)!] : [];

    private static MethodInfo Method(string name, Type of) => typeof(Samples).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!.MakeGenericMethod(of);
}
