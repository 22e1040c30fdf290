using System.Text;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.GrainInterfaces.Customers;
using Crm.Ingest.Pumps;
using Crm.Ingest.Tests.Memory;

namespace Crm.Ingest.Tests.Simulation;

/// <summary>When an idle customer may go from memory.</summary>
public sealed class CollectionTests
{
    private static readonly Instant Now = new(1_500_000_000_000);

    private readonly Scheduler _scheduler = new(1);
    private readonly Place _place = new(1);

    // Seen to fail where nothing keeps an activation with unsaved changes: it would cost a replay.
    [Theory]
    [InlineData(false, ApplyStatus.Applied)]
    [InlineData(true, ApplyStatus.Reloaded)]
    public void Collect_IdleActivation_GoesOnlyOnceItIsSaved(bool saved, ApplyStatus expected)
    {
        SynchronizationContext.SetSynchronizationContext(new PlaceContext(_scheduler, _place));
        Assert.Equal(expected, Await(Run(saved)));
    }

    private async Task<ApplyStatus> Run(bool saved)
    {
        var customer = Customers().GetGrain<ICustomerGrain>("shop/u:1");
        var fresh = await customer.Apply(Batch(null, 0));
        var changed = await customer.Apply(Batch(fresh.Position, 0));
        Assert.True(changed.Changed);
        if (saved)
        {
            await customer.Saved(changed.Position);
        }

        await Task.Delay(TimeSpan.FromMinutes(5), new PlaceTime(_scheduler, _place, static () => default));
        return (await customer.Apply(Batch(changed.Position, 5))).Status;
    }

    private Orleans.IGrainFactory Customers()
    {
        var (weather, time) = (new Weather(_scheduler.Random) { Calm = true }, new PlaceTime(_scheduler, _place, static () => default));
        var wire = new Wire(_scheduler, new Place(0), weather, static () => default, static () => new TimeoutException());
        var database = new MemoryDatabase(new StoreSettings("shop", StoreClock.Log));
        var log = new WiredLog(new(new MemoryLog(1, time), _scheduler), wire);
        return new SimulatedProcess(_place, _scheduler, weather, time, log, new(database, wire, wire), new PumpOptions()).Customers;
    }

    private T Await<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            _scheduler.Next();
        }

        return task.GetAwaiter().GetResult();
    }

    private static RecordBatch Batch(Core.Customers.Position? expected, long offset) => new()
    {
        Epoch = 1,
        Expected = expected,
        Through = offset,
        WakeThrough = Now,
        Definitions = 0,
        Records = [new(offset, Now, EventDecoder.Decode(Encoding.UTF8.GetBytes("""{"type":"track","event":"A","userId":"1"}"""), Now).Event!.Value)],
    };
}
