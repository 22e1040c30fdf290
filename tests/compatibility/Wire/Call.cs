using Crm.Compatibility.Tests.Contracts;
using Orleans.Serialization.Invocation;

namespace Crm.Compatibility.Tests.Wire;

/// <summary>A call of a grain as Orleans sends it, and its answer.</summary>
internal sealed class Call(Type request)
{
    private readonly IInvokable _example = New(request);

    public string Name => $"call.{Code.Alias(_example.GetInterfaceType())}.{Code.Alias(_example.GetMethod())}";

    /// <summary>Requests first, then answers.</summary>
    public IEnumerable<object?> Samples()
    {
        var given = _example.GetMethod().GetParameters().Select(static parameter => Wire.Samples.Of(parameter.ParameterType).ToList()).ToList();
        for (var i = 0; i < given.Select(static values => values.Count).DefaultIfEmpty(1).Max(); i++)
        {
            yield return Request(given.Select(values => values[i % values.Count]));
        }

        var type = Code.Answer(_example.GetMethod());
        foreach (var answer in type == typeof(void) ? [Response.Completed] : Wire.Samples.Of(type).Select(value => Answer(type, value)))
        {
            yield return answer;
        }
    }

    private IInvokable Request(IEnumerable<object?> arguments)
    {
        var made = New(request);
        foreach (var (place, argument) in arguments.Index())
        {
            made.SetArgument(place, argument!);
        }

        return made;
    }

    private static object? Answer(Type type, object? value) =>
        typeof(Response).GetMethod(nameof(Response.FromResult))!.MakeGenericMethod(type).Invoke(null, [value]);

    private static IInvokable New(Type request) => (IInvokable)Activator.CreateInstance(request)!;
}
