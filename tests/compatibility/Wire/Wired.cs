using Crm.Compatibility.Tests.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Crm.Compatibility.Tests.Wire;

/// <summary>Orleans' serializer as a silo has it.</summary>
internal static class Wired
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public static readonly DeepCopier Copier = Services.GetRequiredService<DeepCopier>();

    private static readonly Serializer Serializer = Services.GetRequiredService<Serializer>();

    /// <summary>Each message, each call and its answers.</summary>
    public static readonly Format[] Formats =
    [
        .. Code.Messages.Select(static message => Of(Code.Alias(message)!, () => Samples.Of(message))),
        .. Calls.All.Select(static call => Of(call.Name, call.Samples)),
    ];

    public static Serializer<T> Of<T>() => Services.GetRequiredService<Serializer<T>>();

    /// <summary>As an object: with the name by which another silo finds its type.</summary>
    public static byte[] Bytes(object? value) => Serializer.SerializeToArray(value);

    public static object? Value(byte[] bytes) => Serializer.Deserialize<object?>(bytes);

    private static Format Of(string name, Func<IEnumerable<object?>> samples) => new(
        "Wire", name, () => samples().Select(Hex), static written => Calls.Shown(Value(Convert.FromHexString(written))), static written => Hex(Value(Convert.FromHexString(written))));

    private static string Hex(object? value) => Convert.ToHexStringLower(Bytes(value));
}
