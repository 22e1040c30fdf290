using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Crm.Core.Customers;
using Crm.GrainInterfaces.Customers;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Serialization;

namespace Crm.Ingest.Tests.Engine;

/// <summary>Every type of the contracts survives the way to another silo: nothing else here leaves the process.</summary>
public sealed class OrleansWireTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private int _filled;

    public static TheoryData<Type, bool> WireTypes()
    {
        var data = new TheoryData<Type, bool>();
        foreach (var type in new[] { typeof(Effect).Assembly, typeof(RecordBatch).Assembly }.SelectMany(static assembly => assembly.GetTypes()))
        {
            if (type.IsDefined(typeof(GenerateSerializerAttribute)))
            {
                data.Add(type, true);
                data.Add(type, false);
            }
        }

        return data;
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public void WireTypes_Contracts_AreAmongThem()
    {
        var types = WireTypes().Select(static row => row[0]).ToHashSet();
        Assert.Superset(new HashSet<object> { typeof(RecordBatch), typeof(ApplyResult), typeof(CustomerView), typeof(CustomerSnapshot) }, types);
    }

    [Theory]
    [MemberData(nameof(WireTypes))]
    public void Serialize_EveryWireType_ComesBackWhole(Type type, bool full)
    {
        var value = Record(type, full);
        var serializer = _services.GetRequiredService<Serializer>();
        var copy = serializer.Deserialize<object>(serializer.SerializeToArray(value));
        Assert.IsType(type, copy);
        Assert.Equal(JsonSerializer.Serialize(value, type), JsonSerializer.Serialize(copy, type));
    }

    [Theory]
    [MemberData(nameof(WireTypes))]
    public void Copy_EveryWireType_IsHandedOverAsItIs(Type type, bool full)
    {
        var value = Record(type, full);
        Assert.Same(value, _services.GetRequiredService<DeepCopier>().Copy(value));
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(ArgumentException))]
    [InlineData(typeof(KeyNotFoundException))]
    [InlineData(typeof(TimeoutException))]
    public void Serialize_ExceptionOfAGrain_KeepsItsTypeAndMessage(Type type)
    {
        var serializer = _services.GetRequiredService<Serializer>();
        var copy = serializer.Deserialize<object>(serializer.SerializeToArray<object>(Activator.CreateInstance(type, "Said the grain.")!));
        Assert.IsType(type, copy);
        Assert.Equal("Said the grain.", ((Exception)copy).Message);
    }

    /// <summary>With every member set, each to something else; or with every member empty.</summary>
    private object Record(Type type, bool full)
    {
        var record = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            field.SetValue(record, Member(field.FieldType, full));
        }

        return record;
    }

    private object? Member(Type type, bool full)
    {
        var number = ++_filled;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return full ? Member(underlying, full) : null;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            return typeof(OrleansWireTests).GetMethod(nameof(Elements), BindingFlags.Instance | BindingFlags.NonPublic)!
                .MakeGenericMethod(type.GenericTypeArguments).Invoke(this, [full]);
        }

        return type switch
        {
            _ when type == typeof(ReadOnlyMemory<byte>) => full ? new ReadOnlyMemory<byte>([1, 2, (byte)number, 4], 1, 2) : ReadOnlyMemory<byte>.Empty,
            { IsValueType: false } when !full => null,
            _ when type == typeof(string) => $"№ {number}",
            { IsEnum: true } => full ? Enum.GetValues(type).Cast<object>().Last() : Activator.CreateInstance(type),
            _ when !full => Activator.CreateInstance(type),
            _ when type == typeof(bool) => true,
            _ when type == typeof(byte) => (byte)number,
            _ when type == typeof(int) => int.MaxValue - number,
            _ when type == typeof(long) => long.MinValue + number,
            _ when type == typeof(ulong) => ulong.MaxValue - (ulong)number,
            _ when type == typeof(decimal) => number + 0.50m,
            _ when type.IsDefined(typeof(GenerateSerializerAttribute)) => Record(type, full),
            _ => throw new NotSupportedException($"{type} is new on the wire: say here what one looks like."),
        };
    }

    private ImmutableArray<T> Elements<T>(bool full) => full ? [(T)Member(typeof(T), full)!, (T)Member(typeof(T), full)!] : [];
}
