using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Storage;
using Crm.Core.Time;
using Crm.GrainInterfaces.Customers;

namespace Crm.Grains.Customers;

/// <summary>One customer in memory, and how a batch is folded into it.</summary>
internal sealed class CustomerTurns(Customer? customer)
{
    [ThreadStatic]
    private static SnapshotWriter? _writer;

    [ThreadStatic]
    private static List<Effect>? _effects;

    private Customer? _customer = customer; // null: never heard of

    public Position Position => _customer?.Position ?? Position.Start;

    /// <summary>Under which it stands; null for one who was never heard of.</summary>
    public StoreDefinitions? Definitions => _customer?.Definitions;

    public Instant NextWake => _customer?.NextWake ?? Instant.Never;

    public CustomerView? View() => _customer is { Exists: true } or { Into: not null } or { IsErased: true } ? _customer.View() : null;

    public ImmutableArray<OrderView> Orders() => _customer?.Orders() ?? [];

    public CustomerSnapshot? Snapshot() => _customer is { IsStored: true } known ? Snapshot(known) : null;

    public ApplyResult Apply(CustomerKey key, in RecordBatch batch, StoreDefinitions definitions)
    {
        var customer = _customer ?? Customer.New(key, definitions);
        var before = customer.Position;
        var effects = _effects ??= [];
        effects.Clear();
        List<long>? uncounted = null;
        List<RecordFailure>? failures = null;
        var forgotten = 0;
        Adopt(customer, batch, definitions, effects);
        foreach (ref readonly var record in batch.Records.AsSpan())
        {
            try
            {
                var outcome = customer.Apply(record, effects);
                if (outcome.Kind is ApplyKind.Duplicate or ApplyKind.Between or ApplyKind.Forgotten)
                {
                    (uncounted ??= []).Add(record.Offset);
                    forgotten += outcome.Kind == ApplyKind.Forgotten ? 1 : 0;
                }
                else if (outcome.Kind == ApplyKind.Rejected)
                {
                    (failures ??= []).Add(new RecordFailure(record.Offset, outcome.Reason, outcome.Detail));
                }
            }
#pragma warning disable CA1031 // Whatever the fold throws is about this record, and one bad record stops nothing.
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                return new()
                {
                    Status = ApplyStatus.Applied,
                    Position = before,
                    Failures = [new RecordFailure(record.Offset, null, $"{thrown.GetType().Name}: {thrown.Message}")],
                };
            }
        }

        customer.WakeThrough(batch.WakeThrough, batch.Through, effects);
        if (customer.Position != before)
        {
            _customer = customer;
        }

        return new()
        {
            Status = ApplyStatus.Applied,
            Position = customer.Position,
            Changed = customer.Position != before,
            Effects = effects.Count == 0 ? [] : [.. effects],
            NextWake = customer.NextWake,
            Uncounted = uncounted is null ? [] : [.. uncounted],
            Failures = failures is null ? [] : [.. failures],
            Forgotten = forgotten,
            Snapshot = batch.Snapshot && customer.IsStored ? Snapshot(customer) : null,
        };
    }

    private static void Adopt(Customer customer, in RecordBatch batch, StoreDefinitions definitions, List<Effect> effects)
    {
        if (customer.DefinitionsVersion == definitions.Version)
        {
            return;
        }

        if (customer.IsErased)
        {
            customer.Adopt(definitions, batch.WakeThrough, batch.Through, [], effects); // a tombstone has no history
            return;
        }

        if (batch.Backfill is not { } past)
        {
            customer.Follow(definitions);
            return;
        }

        var history = new List<PastEvent>(past.Length);
        foreach (var record in past)
        {
            history.Add(new PastEvent(record.Event, record.Offset));
        }

        customer.Adopt(definitions, batch.WakeThrough, batch.Through, history, effects);
    }

    private static CustomerSnapshot Snapshot(Customer customer) =>
        new(customer.Position, customer.DefinitionsVersion, customer.NextWake, StateMemory.Copy(customer.Write(_writer ??= new())), customer.Columns(), customer.IsErased);
}
