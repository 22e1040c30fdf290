using System.Collections.Concurrent;
using System.ComponentModel;

namespace Crm.Embedded.Engine;

/// <summary>The activations of one grain class.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GrainDirectory
{
    private readonly ConcurrentDictionary<string, Activation> _activations = new(StringComparer.Ordinal);
    private readonly GrainInterface _interface;
    private readonly GrainClass _class;

    internal GrainDirectory(ActorEngine engine, GrainInterface grainInterface, GrainClass grainClass) =>
        (Engine, _interface, _class) = (engine, grainInterface, grainClass);

    internal ActorEngine Engine { get; }

    internal string GrainType => _class.GrainType;

    internal string ClassName => _class.Class.FullName!;

    /// <summary>Quanta of collection since the start: coarse, so that marking an activation as used costs one write.</summary>
    internal int Clock { get; set; }

    internal Grain CreateGrain() => _class.Create(Engine.ServiceProvider);

    internal GrainReference GetReference(string key) =>
        _activations.TryGetValue(key, out var activation) ? activation.Reference : _interface.CreateReference(this, key);

    internal Activation GetOrCreate(GrainReference reference)
    {
        if (_activations.TryGetValue(reference.Key, out var present))
            return present;
        Engine.ThrowIfStopping();
        var created = new Activation(reference);
        Engine.Count(1);
        var activation = _activations.GetOrAdd(reference.Key, created);
        if (activation != created)
            Engine.Count(-1);
        return activation;
    }

    /// <summary>Takes out an activation that has ended, or puts its successor in its place.</summary>
    internal void Replace(Activation ended, Activation? successor)
    {
        if (successor is not null)
            _activations[ended.Key] = successor;
        else if (_activations.TryRemove(new(ended.Key, ended)))
            Engine.Count(-1);
    }

    internal void Collect(int now, int age)
    {
        Clock = now;
        foreach (var (_, activation) in _activations)
            activation.Collect(now, age);
    }

    internal void DeactivateAll(DeactivationReason reason)
    {
        foreach (var (_, activation) in _activations)
            activation.Deactivate(reason);
    }
}
