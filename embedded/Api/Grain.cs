using Crm.Embedded.Engine;
using Orleans.Runtime;

namespace Orleans;

/// <summary>
/// Base of grain classes. All code of an activation runs one piece at a time, and a call is finished before the next begins.
/// </summary>
public abstract class Grain : IAddressable
{
    /// <summary>What the engine is activating is known before the derived constructor runs, so that it may ask for its key.</summary>
    protected Grain() => Activation = Activation.BeingCreated;

    /// <summary>Null for a grain that was made with <c>new</c>, as tests do: it has no identity and may not ask for it.</summary>
    internal Activation? Activation { get; }

    protected IGrainFactory GrainFactory => RequiredActivation.Directory.Engine;

    internal Activation RequiredActivation =>
        Activation ?? throw new InvalidOperationException("The grain was not made by the engine: it has no key, factory or lifetime.");

    /// <summary>Ends before the first call begins. If it throws, the waiting calls fail with it and the next call tries anew.</summary>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends before another activation of the same grain begins. Nothing may rely on it for saving: a crash leaves it out.</summary>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation after the current call; calls already waiting go to a new one.</summary>
    protected void DeactivateOnIdle() =>
        RequiredActivation.Deactivate(new(DeactivationReasonCode.ApplicationRequested, "The grain asked for it."));

    /// <summary>Keeps this activation from being collected for that long, however idle; zero or less takes that back.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => RequiredActivation.KeepAlive(timeSpan);
}
