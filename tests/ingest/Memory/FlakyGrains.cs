using System.Collections.Immutable;
using System.Reflection;
using Crm.Core.Customers;
using Crm.Core.Time;
using Crm.GrainInterfaces.Customers;
using Crm.TestSupport.Pumps;
using Orleans;

namespace Crm.Ingest.Tests.Memory;

internal enum Mishap { None, Lost, Slow }

/// <summary>Customers whose activations are lost between calls, and whose fold throws at records that say so.</summary>
public class FlakyGrains : DispatchProxy
{
    public const string Poison = Oracle.Poison;

    private IGrainFactory _grains = null!;
    private Func<Mishap> _mishaps = null!;

    internal static IGrainFactory Over(IGrainFactory grains, Func<Mishap> mishaps)
    {
        var proxy = Create<IGrainFactory, FlakyGrains>();
        ((FlakyGrains)(object)proxy)._grains = grains;
        ((FlakyGrains)(object)proxy)._mishaps = mishaps;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var grain = targetMethod!.Invoke(_grains, args);
        return grain is ICustomerGrain customer ? new Flaky(customer, _mishaps) : grain;
    }

    private sealed class Flaky(ICustomerGrain inner, Func<Mishap> mishaps) : ICustomerGrain
    {
        public async ValueTask<ApplyResult> Apply(RecordBatch batch)
        {
            switch (mishaps())
            {
                case Mishap.Lost:
                    await Lose(batch);
                    break;
                case Mishap.Slow:
                    await Task.Yield();
                    break;
            }

            var poisoned = batch.Records.FirstOrDefault(static record => record.Event.Name == Poison);
            if (poisoned.Event.Name != Poison || batch.Expected is null)
            {
                return await inner.Apply(batch);
            }

            if (await Lose(batch) == ApplyStatus.Fenced)
            {
                return new ApplyResult { Status = ApplyStatus.Fenced, Position = Position.Start };
            }

            return new ApplyResult
            {
                Status = ApplyStatus.Applied,
                Position = batch.Expected.Value,
                Failures = [new RecordFailure(poisoned.Offset, null, "Poisoned.")],
            };
        }

        public ValueTask Saved(Position position) => inner.Saved(position);

        public ValueTask<CustomerView?> Read() => inner.Read();

        public ValueTask<ImmutableArray<OrderView>> Orders() => inner.Orders();

        public ValueTask<CustomerSnapshot?> Snapshot() => inner.Snapshot();

        // No customer was ever there: the state is dropped, and what is stored is loaded.
        private async ValueTask<ApplyStatus> Lose(RecordBatch batch) =>
            (await inner.Apply(batch with { Expected = new Position(-7, Instant.Min), Records = [], Backfill = null, Snapshot = false })).Status;
    }
}
