using System.Collections.Immutable;
using Orleans;

namespace Crm.Embedded.Tests.Conformance;

[Alias("test.probe")]
public interface IProbeGrain : IGrainWithStringKey
{
    [Alias("add")]
    ValueTask<int> Add(int amount);

    [Alias("note")]
    ValueTask Note(string text);

    [Alias("total")]
    Task<int> Total();

    [Alias("wait-at")]
    Task WaitAt(string gate);

    [Alias("fail")]
    ValueTask<int> Fail(bool afterAwait);

    [Alias("end")]
    ValueTask End();

    [Alias("end-at")]
    Task EndAt(string gate);

    [Alias("fan-out")]
    Task<int> FanOut(int ways, int steps);

    [Alias("call")]
    Task<int> Call(ImmutableArray<string> path);

    [Alias("reverse")]
    ValueTask<ProbeMessage> Reverse(ProbeMessage message);

    [Alias("made-with")]
    ValueTask<string> MadeWith();
}

[GenerateSerializer, Immutable, Alias("test.probe-message")]
public sealed record ProbeMessage([property: Id(0)] string Text, [property: Id(1)] ImmutableArray<int> Numbers, [property: Id(2)] decimal? Amount);

/// <summary>Does one thing for each rule that grains rely on. A key beginning with "slow" waits at a gate when it begins and ends.</summary>
[GrainType("test-probe")]
public sealed class ProbeGrain : Grain, IProbeGrain
{
    private readonly Journal _journal;
    private readonly string _keyWhenMade;
    private int _total;

    public ProbeGrain(Journal journal)
    {
        _journal = journal;
        _keyWhenMade = this.GetPrimaryKeyString();
    }

    private string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (_journal.ShouldFail())
            throw new InvalidOperationException("The activation was told to fail.");
        if (Key.StartsWith("slow", StringComparison.Ordinal))
            await _journal.Gate($"{Key} activation").Pass();
        _journal.Write($"{Key} activated");
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _journal.Write($"{Key} deactivating {reason.ReasonCode}");
        if (Key.StartsWith("slow", StringComparison.Ordinal))
            await _journal.Gate($"{Key} deactivation").Pass();
        _journal.Write($"{Key} deactivated");
    }

    public ValueTask<int> Add(int amount) => new(_total += amount);

    public ValueTask Note(string text)
    {
        _journal.Write($"{Key} {text}");
        return default;
    }

    public Task<int> Total() => Task.FromResult(_total);

    public async Task WaitAt(string gate)
    {
        _journal.Write($"{Key} waits at {gate}");
        await _journal.Gate(gate).Pass();
        _journal.Write($"{Key} passed {gate}");
    }

    public ValueTask<int> Fail(bool afterAwait) => afterAwait ? FailLater() : throw new InvalidOperationException("Told to fail.");

    public ValueTask End()
    {
        DeactivateOnIdle();
        return default;
    }

    public async Task EndAt(string gate)
    {
        DeactivateOnIdle();
        await _journal.Gate(gate).Pass();
    }

    /// <summary>Adds without any guard in several asynchronous flows at once; a lost addition shows that two ran together.</summary>
    public async Task<int> FanOut(int ways, int steps)
    {
        await Task.WhenAll(Enumerable.Range(0, ways).Select(_ => Flow()));
        return _total;

        async Task Flow()
        {
            for (var step = 0; step < steps; step++)
            {
                await Task.Yield();
                _total++;
            }
        }
    }

    public async Task<int> Call(ImmutableArray<string> path) =>
        path.IsEmpty ? 1 : 1 + await GrainFactory.GetGrain<IProbeGrain>(path[0]).Call(path[1..]);

    public ValueTask<ProbeMessage> Reverse(ProbeMessage message) =>
        new(message with { Text = string.Concat(message.Text.Reverse()), Numbers = [.. message.Numbers.Reverse()] });

    public ValueTask<string> MadeWith() => new(_keyWhenMade);

    private static async ValueTask<int> FailLater()
    {
        await Task.Yield();
        throw new InvalidOperationException("Told to fail later.");
    }
}
