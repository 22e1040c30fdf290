using System.Text;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.GrainInterfaces.Customers;
using Crm.Grains.Customers;
using Crm.Ingest.Commits;
using Crm.Ingest.Tests.Engine;
using Crm.Ingest.Tests.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;

namespace Crm.Ingest.Tests.Customers;

/// <summary>What a customer answers to a pump that is not, or not any more, the one that brought it where it is.</summary>
public sealed class CustomerCallTests : IAsyncLifetime
{
    private static readonly Instant Now = new(1_500_000_000_000);

    private readonly MemoryDatabase _database = new(new StoreSettings("shop", StoreClock.Log));
    private IHost _host = null!;
    private ICustomerGrain _customer = null!;

    public async Task InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        TestGrains.Use(builder);
        builder.Services.AddSingleton<ISnapshotLoader>(_database).AddSingleton<IDefinitionCache>(_database).AddSingleton<ITenure>(_database)
            .AddSingleton<CustomerMetrics>().AddMetrics();
        _host = builder.Build();
        await _host.StartAsync();
        _customer = _host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICustomerGrain>("shop/u:1");
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    // Seen to fail where the lower epoch is not looked at.
    [Fact]
    public async Task Apply_LowerEpoch_IsFencedAndChangesNothing()
    {
        var reached = await Bring(epoch: 2);

        var zombie = await _customer.Apply(Batch(epoch: 1, reached, offset: 5));

        Assert.Equal(ApplyStatus.Fenced, zombie.Status);
        Assert.Empty(zombie.Effects);
        Assert.Equal(ApplyStatus.Applied, (await _customer.Apply(Batch(epoch: 2, reached, offset: 6))).Status); // it is where its owner left it
    }

    // Seen to fail where an activation takes a new epoch for the old one.
    [Fact]
    public async Task Apply_NewEpoch_DropsWhatWasNotStored()
    {
        var reached = await Bring(epoch: 1);

        var answer = await _customer.Apply(Batch(epoch: 2, reached, offset: 5));

        Assert.Equal((ApplyStatus.Reloaded, Position.Start), (answer.Status, answer.Position));
        Assert.Null(await _customer.Read());
    }

    // Seen to fail where the expectation is not looked at.
    [Theory]
    [InlineData(null)]
    [InlineData(-7L)]
    [InlineData(99L)]
    public async Task Apply_OtherExpectation_ReloadsAndAppliesNothing(long? offset)
    {
        var reached = await Bring(epoch: 1);

        var answer = await _customer.Apply(Batch(epoch: 1, offset is { } other ? reached with { Offset = other } : null, offset: 5));

        Assert.Equal((ApplyStatus.Reloaded, Position.Start), (answer.Status, answer.Position));
        Assert.Null(await _customer.Read());
    }

    // Seen to fail where the state is kept in which the fold threw.
    [Fact]
    public async Task Apply_FoldThrows_TheStateIsDropped()
    {
        var reached = await Bring(epoch: 1);
        var batch = Batch(epoch: 1, reached, offset: 5);

        var answer = await _customer.Apply(batch with { Records = [new(5, Now, default), .. batch.Records] });

        Assert.Equal((5, null), (Assert.Single(answer.Failures).Offset, answer.Failures[0].Reason));
        Assert.Empty(answer.Effects);
        Assert.Equal(ApplyStatus.Reloaded, (await _customer.Apply(batch)).Status);
    }

    [Fact]
    public async Task Apply_ExpectationThatTheStoredStateMeets_IsApplied()
    {
        var batch = Batch(epoch: 1, null, offset: 0) with { Snapshot = true };
        var fresh = await _customer.Apply(batch);
        var stored = await _customer.Apply(batch with { Expected = fresh.Position });
        var row = await _database.Acquire(0, "memory", 1, default);
        var commit = new PartitionCommit { Partition = 0, Epoch = row.Epoch, ExpectedNumber = row.CommitNumber };
        commit.Snapshots["shop/u:1"] = stored.Snapshot!;
        Assert.True(await _database.Commit(commit, default));

        var answer = await _customer.Apply(Batch(epoch: 2, stored.Position, offset: 5));

        Assert.Equal((ApplyStatus.Applied, 5), (answer.Status, answer.Position.Offset));
    }

    private async Task<Position> Bring(long epoch)
    {
        var fresh = await _customer.Apply(Batch(epoch, null, offset: 0));
        Assert.Equal(ApplyStatus.Reloaded, fresh.Status);
        var answer = await _customer.Apply(Batch(epoch, fresh.Position, offset: 0));
        Assert.Equal((ApplyStatus.Applied, true), (answer.Status, answer.Changed));
        return answer.Position;
    }

    private static RecordBatch Batch(long epoch, Position? expected, long offset) => new()
    {
        Epoch = epoch,
        Expected = expected,
        Through = offset,
        WakeThrough = Now,
        Definitions = 0,
        Records = [new(offset, Now, EventDecoder.Decode(Encoding.UTF8.GetBytes("""{"type":"track","event":"A","userId":"1"}"""), Now).Event!.Value)],
    };
}
