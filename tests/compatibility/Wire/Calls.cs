using Crm.Compatibility.Tests.Contracts;
using Orleans.Serialization.Invocation;

namespace Crm.Compatibility.Tests.Wire;

internal static class Calls
{
    public static readonly Call[] All = [.. Code.Interfaces.Select(static contract => contract.Assembly).Distinct()
        .SelectMany(static assembly => assembly.GetTypes()).Where(static type => typeof(IInvokable).IsAssignableFrom(type) && !type.IsAbstract).Select(static type => new Call(type))];

    /// <summary>What a call or an answer is about; anything else as it is.</summary>
    public static object? Shown(object? value) => value switch
    {
        IInvokable call => new Dictionary<string, object?>
        {
            ["Call"] = $"{Code.Alias(call.GetInterfaceType())}.{Code.Alias(call.GetMethod())}",
            ["Arguments"] = Enumerable.Range(0, call.GetArgumentCount()).Select(call.GetArgument).ToList(),
        },
        Response answer => new Dictionary<string, object?> { ["Answer"] = answer.Result },
        _ => value,
    };
}
