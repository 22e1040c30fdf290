using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Crm.Embedded.Engine;

/// <summary>All grains of the process: gives references, collects idle activations, ends all of them when the host stops.</summary>
internal sealed class ActorEngine : IClusterClient, IHostedService
{
    private readonly ConcurrentDictionary<Type, GrainDirectory> _directories = new();
    private readonly Func<Type, GrainDirectory> _createDirectory;
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _started;
    private readonly int _age;
    private ITimer? _collector;
    private int _count;
    private volatile bool _stopping;

    public ActorEngine(
        IServiceProvider services, TimeProvider time, IOptions<GrainCollectionOptions> collection, IOptions<SiloMessagingOptions> messaging, ILogger<ActorEngine> logger)
    {
        (ServiceProvider, Time, Collection, ResponseTimeout, Logger) = (services, time, collection.Value, messaging.Value.ResponseTimeout, logger);
        _age = (int)Math.Ceiling(Collection.CollectionAge / Quantum);
        _started = time.GetTimestamp();
        _createDirectory = CreateDirectory;
    }

    public IServiceProvider ServiceProvider { get; }

    /// <summary>Has an activation run what it can: on the thread pool, but for tests that choose the order themselves.</summary>
    internal Action<IThreadPoolWorkItem> Queue { get; init; } = static activation => ThreadPool.UnsafeQueueUserWorkItem(activation, preferLocal: true);

    internal TimeProvider Time { get; }

    internal GrainCollectionOptions Collection { get; }

    internal TimeSpan Quantum => Collection.CollectionQuantum;

    internal TimeSpan ResponseTimeout { get; }

    internal ILogger Logger { get; }

    /// <summary>How many activations there are, those that begin or end included.</summary>
    internal int ActivationCount => Volatile.Read(ref _count);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        var directory = _directories.GetOrAdd(typeof(TGrainInterface), _createDirectory);
        if (grainClassNamePrefix is not null && !directory.ClassName.StartsWith(grainClassNamePrefix, StringComparison.Ordinal))
            throw new ArgumentException($"The grain class of {typeof(TGrainInterface)} is {directory.ClassName}.", nameof(grainClassNamePrefix));
        return (TGrainInterface)(object)directory.GetReference(primaryKey);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _collector = Time.CreateTimer(static engine => ((ActorEngine)engine!).Collect(), this, Quantum, Quantum);
        return Task.CompletedTask;
    }

    /// <summary>Ends all activations, in parallel, for as long as the host allows.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        _collector?.Dispose();
        foreach (var (_, directory) in _directories)
            directory.DeactivateAll(new(DeactivationReasonCode.ShuttingDown, "The process is stopping."));
        if (ActivationCount == 0)
            return;
        try
        {
            await _empty.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Logger.StoppedEarly(ActivationCount);
        }
    }

    internal void Count(int change)
    {
        if (Interlocked.Add(ref _count, change) == 0 && _stopping)
            _empty.TrySetResult();
    }

    internal void ThrowIfStopping()
    {
        if (_stopping)
            throw new GrainsStoppedException();
    }

    private void Collect()
    {
        var now = (int)(Time.GetElapsedTime(_started) / Quantum);
        foreach (var (_, directory) in _directories)
            directory.Collect(now, _age);
    }

    private GrainDirectory CreateDirectory(Type grainInterface)
    {
        var (contract, grainClass) = GrainRegistry.Find(grainInterface);
        return new(this, contract, grainClass) { Clock = (int)(Time.GetElapsedTime(_started) / Quantum) };
    }
}
