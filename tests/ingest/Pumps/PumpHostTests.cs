using Crm.Core.Definitions;
using Crm.Ingest.Commits;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crm.Ingest.Tests.Pumps;

/// <summary>Partitions come and go while the process runs.</summary>
public sealed class PumpHostTests : IAsyncLifetime
{
    private const int Partitions = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Harness _harness = new(StoreClock.Log, Partitions, new PumpOptions());
    private readonly Assignment _assignment = new();
    private IHost _host = null!;

    private AppliedPositions Applied => _host.Services.GetRequiredService<AppliedPositions>();

    private PumpHealth Health => _host.Services.GetRequiredService<PumpHealth>();

    public async Task InitializeAsync()
    {
        _host = await PumpProcess.Start(
            _harness.Database,
            (services, _) => services.AddSingleton<ILog>(_harness.Log).AddSingleton<IPartitionAssignment>(_assignment),
            ("Crm:Pump:FencedDelay", "00:00:00.100"), ("Crm:Pump:ElsewherePoll", "00:00:00.010"));
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task Start_NothingAssigned_KnowsNothingYet()
    {
        await _assignment.Ready;

        Assert.False(Health.Joined);
        Assert.DoesNotContain(Health.Pumps, static pump => pump.Assigned || pump.Running);
    }

    [Fact]
    public async Task Revoke_ThenAssign_GoesOnWhereItWas()
    {
        var pumps = await _assignment.Ready;
        pumps.Assign([0, 1]);
        await Applies(0);
        await pumps.Revoke([0]).WaitAsync(Patience);
        var (before, missed) = (Applied.Durable(0), await Append(0));
        await Applies(1);

        Assert.Equal(before, Applied.Durable(0));
        Assert.False(Health.Pumps[0].Running || Health.Pumps[0].Assigned);
        pumps.Assign([0]);
        await Reach(missed);
        Assert.Equal(3, _harness.Database.Archive.Count);
    }

    [Fact]
    public async Task Revoke_PumpOfCustomersWithUnsavedChanges_StoresThem()
    {
        var pumps = await _assignment.Ready;
        pumps.Assign([0]);
        await Applies(0);

        await pumps.Revoke([0]).WaitAsync(Patience);

        Assert.Equal(Applied.Durable(0), (await _harness.Database.Acquire(0, "memory", Partitions, default)).Replay.Offset);
    }

    [Fact]
    public async Task Fenced_WhileItIsStillItsOwn_TakesItOverAgain()
    {
        var pumps = await _assignment.Ready;
        pumps.Assign([0]);
        await Applies(0);

        await _harness.Database.Acquire(0, "memory", Partitions, default); // a late owner before

        await Applies(0);
        Assert.Equal(2, _harness.Database.Archive.Count);
    }

    [Fact]
    public async Task Lose_ThenAssign_KnowsAgain()
    {
        var pumps = await _assignment.Ready;
        pumps.Assign([0, 1]);
        Assert.True(Health.Joined);

        await pumps.Lose([0, 1]).WaitAsync(Patience);
        Assert.False(Health.Joined); // a process that hears of nobody is not ready, though it lacks no partition

        pumps.Assign([1]);
        Assert.True(Health.Joined);
        await Applies(1);
    }

    [Fact]
    public async Task WaitFor_RecordOfAPartitionOwnedElsewhere_EndsWithItsCommit()
    {
        var pumps = await _assignment.Ready;
        pumps.Assign([0]);
        var position = await Append(1);
        var waiting = Applied.WaitFor([position], Patience, TimeProvider.System, default);
        Assert.False(waiting.IsCompleted);

        var row = await _harness.Database.Acquire(1, "memory", Partitions, default); // another process's commit
        await _harness.Database.Commit(new() { Partition = 1, Epoch = row.Epoch, ExpectedNumber = row.CommitNumber, Durable = Progress.Through(position.Offset), Replay = row.Replay }, default);

        Assert.True(await waiting);
    }

    private async Task Applies(int partition) => await Reach(await Append(partition));

    private async Task Reach(LogPosition position) => Assert.True(await Applied.WaitFor([position], Patience, TimeProvider.System, default));

    private async Task<LogPosition> Append(int partition)
    {
        var user = Enumerable.Range(0, 100).First(user => Core.Events.HomePartition.Of($"{Harness.Store}/u:{user}", Partitions) == partition);
        var json = $$"""{"type":"track","event":"A","userId":"{{user}}","messageId":"{{Guid.NewGuid()}}","timestamp":"2020-01-01T00:00:00Z"}""";
        return (await _harness.Append(RecordKind.Event, $"u:{user}", json))[0];
    }

    private sealed class Assignment : IPartitionAssignment
    {
        private readonly TaskCompletionSource<IPumps> _host = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IPumps> Ready => _host.Task;

        public Task Run(IPumps pumps, CancellationToken stopping)
        {
            _host.SetResult(pumps);
            return Task.Delay(Timeout.Infinite, stopping);
        }
    }
}
