using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.GrainInterfaces.Customers;
using Orleans;

namespace Crm.Grains.Customers;

/// <summary>Holds one customer's state between calls; the fold is core's.</summary>
[GrainType("customer")]
internal sealed class CustomerGrain(ISnapshotLoader snapshots, IDefinitionCache definitions, ITenure tenure, CustomerMetrics metrics) : Grain, ICustomerGrain
{
    // While state is unsaved the activation is to stay: collecting it would cost a replay. It is stored long before this, unless its partition goes elsewhere.
    private static readonly TimeSpan UntilSaved = TimeSpan.FromHours(1);

    private CustomerTurns? _turns; // null: nothing is loaded
    private long _epoch;
    private bool _unsaved;
    private long? _tenure; // under which it was loaded

    private CustomerKey Key => new(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        metrics.Came();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Went();
        return Task.CompletedTask;
    }

    public ValueTask<ApplyResult> Apply(RecordBatch batch)
    {
        if (batch.Epoch < _epoch)
        {
            return new(new ApplyResult { Status = ApplyStatus.Fenced, Position = Position.Start });
        }

        var known = _turns is { } turns && batch.Epoch == _epoch && batch.Expected == turns.Position;
        _epoch = batch.Epoch;
        if (!known)
        {
            return Reload(batch);
        }

        NoteAway();
        if (_turns!.Definitions is { } current && current.Version == batch.Definitions)
        {
            return new(Fold(batch, current));
        }

        var version = definitions.Get(Key.Store, batch.Definitions);
        return version.IsCompletedSuccessfully ? new(Fold(batch, version.Result)) : FoldWhenDefined(batch, version);
    }

    public ValueTask Saved(Position position)
    {
        if (_unsaved && _turns?.Position == position)
        {
            _unsaved = false;
            DelayDeactivation(TimeSpan.Zero);
        }

        return default;
    }

    public async ValueTask<CustomerView?> Read() => (await Current()).View();

    public async ValueTask<ImmutableArray<OrderView>> Orders() => (await Current()).Orders();

    public async ValueTask<CustomerSnapshot?> Snapshot() => (await Current()).Snapshot();

    // Somebody else may have brought the customer further since.
    private async ValueTask<CustomerTurns> Current() =>
        _turns is { } turns && _tenure is { } known && known == tenure.Of(Key) ? turns : _turns = await Load();

    private async ValueTask<ApplyResult> FoldWhenDefined(RecordBatch batch, ValueTask<StoreDefinitions> version) => Fold(batch, await version);

    private ApplyResult Fold(in RecordBatch batch, StoreDefinitions version)
    {
        var result = _turns!.Apply(Key, batch, version);
        if (result.Changed && !_unsaved)
        {
            _unsaved = true;
            DelayDeactivation(UntilSaved);
        }

        if (result.Forgotten > 0)
        {
            metrics.Forgot(result.Forgotten);
        }

        if (result.Failures is [.., { Reason: null }])
        {
            _turns = null; // the fold threw half way: what is in memory is no state of this customer
        }

        return result;
    }

    private async ValueTask<ApplyResult> Reload(RecordBatch batch)
    {
        _turns = null;
        _turns = await Load();
        NoteAway();

        // An expectation that the stored state meets is as good as one that memory meets.
        if (batch.Expected == _turns.Position)
        {
            return Fold(batch, await definitions.Get(Key.Store, batch.Definitions));
        }

        return new() { Status = ApplyStatus.Reloaded, Position = _turns.Position, NextWake = _turns.NextWake };
    }

    // Called by a pump that is not this process's.
    private void NoteAway()
    {
        if (_tenure is null)
        {
            metrics.Away();
        }
    }

    private async ValueTask<CustomerTurns> Load()
    {
        var key = Key;
        _tenure = tenure.Of(key);
        if (await snapshots.Load(key, CancellationToken.None) is not { } stored)
        {
            return new CustomerTurns(null);
        }

        var version = await definitions.Get(key.Store, stored.Definitions);
        return new CustomerTurns(Customer.Read(key, stored.State.Span, version));
    }
}
