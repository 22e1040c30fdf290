using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Crm.Embedded.Engine;

/// <summary>The process's grain interfaces and classes, as the generated module initializers told.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GrainRegistry
{
    private static readonly ConcurrentDictionary<Type, GrainInterface> Interfaces = new();
    private static readonly ConcurrentDictionary<Type, GrainClass> Classes = new();

    public static void AddInterface(Type grainInterface, Func<GrainDirectory, string, GrainReference> createReference) =>
        Interfaces.TryAdd(grainInterface, new(createReference));

    /// <exception cref="InvalidOperationException">The interface has another class already.</exception>
    public static void AddClass(Type grainInterface, Type grainClass, string grainType, Func<IServiceProvider, Grain> create)
    {
        var known = Classes.GetOrAdd(grainInterface, new GrainClass(grainClass, grainType, create));
        if (known.Class != grainClass)
            throw new InvalidOperationException($"{grainInterface} is implemented by both {known.Class} and {grainClass}: an interface has one grain class.");
    }

    /// <summary>Lets a referenced assembly add its own: nothing else may touch it before its grains are asked for.</summary>
    public static void AddAssembly(string name) =>
        RuntimeHelpers.RunModuleConstructor(Assembly.Load(name).ManifestModule.ModuleHandle);

    /// <summary>Resolves a constructor argument of a grain class.</summary>
    /// <exception cref="InvalidOperationException">It is not registered.</exception>
    public static T GetService<T>(IServiceProvider services)
        where T : notnull =>
        services.GetService(typeof(T)) is T service ? service : throw new InvalidOperationException($"A grain needs {typeof(T)}, which is not registered.");

    internal static (GrainInterface Interface, GrainClass Class) Find(Type grainInterface) =>
        Interfaces.TryGetValue(grainInterface, out var contract) && Classes.TryGetValue(grainInterface, out var grainClass)
            ? (contract, grainClass)
            : throw new ArgumentException($"There is no grain class for {grainInterface}. Its project sets UsesActorEngine, and the host references it.");
}

internal sealed record GrainInterface(Func<GrainDirectory, string, GrainReference> CreateReference);

internal sealed record GrainClass(Type Class, string GrainType, Func<IServiceProvider, Grain> Create);

/// <summary>Marks assemblies that have something to add to the registry; read by the generator of those that reference them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class GrainAssemblyAttribute : Attribute;
