using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.GrainInterfaces.Customers;
using Orleans;

namespace Crm.Ingest.Tests.Simulation;

/// <summary>
/// The customers of one process, each with two activations, as a directory has that is only in time consistent: calls go to one of them, but
/// now and then to the other, for once or from then on; and a call that was given up may still come.
/// </summary>
internal sealed class Activations(IGrainFactory first, IGrainFactory second, Scheduler scheduler, Place place, Weather weather) : IGrainFactory
{
    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        (TGrainInterface)(object)new Twofold(first.GetGrain<ICustomerGrain>(primaryKey), second.GetGrain<ICustomerGrain>(primaryKey), this);

    private int Draw() => weather.Calm ? int.MaxValue : scheduler.Random.Next(1_000) - weather.Losses;

    private static async void Late(ICustomerGrain customer, RecordBatch batch)
    {
        try
        {
            await customer.Apply(batch);
        }
        catch (TimeoutException)
        {
            // Nobody waits for it.
        }
    }

    private sealed class Twofold(ICustomerGrain one, ICustomerGrain other, Activations activations) : ICustomerGrain
    {
        private ICustomerGrain _usual = one;
        private ICustomerGrain _rare = other;

        public ValueTask<ApplyResult> Apply(RecordBatch batch)
        {
            switch (activations.Draw())
            {
                case < 0 when activations.RandomOf(3) is var kind:
                    if (kind == 0)
                    {
                        (_usual, _rare) = (_rare, _usual);
                        return _usual.Apply(batch);
                    }

                    return kind == 1 ? _rare.Apply(batch) : GiveUp(batch);
                default:
                    return _usual.Apply(batch);
            }
        }

        public ValueTask Saved(Position position) => _usual.Saved(position);

        public ValueTask<CustomerView?> Read() => _usual.Read();

        public ValueTask<ImmutableArray<OrderView>> Orders() => _usual.Orders();

        public ValueTask<CustomerSnapshot?> Snapshot() => _usual.Snapshot();

        private ValueTask<ApplyResult> GiveUp(RecordBatch batch)
        {
            var customer = _usual;
            activations.Later(() => Late(customer, batch));
            return ValueTask.FromException<ApplyResult>(new TimeoutException("The customer did not answer."));
        }
    }

    private int RandomOf(int kinds) => scheduler.Random.Next(kinds);

    private void Later(Action action) => scheduler.After(place, TimeSpan.FromMilliseconds(scheduler.Random.Next(3_000)), action);
}
