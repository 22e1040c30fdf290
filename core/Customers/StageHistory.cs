using Crm.Core.Profiles;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>The stages that a customer came into, the newest last, to <see cref="CustomerLimits.Stages"/>.</summary>
internal sealed class StageHistory
{
    private (LifeStage Stage, Instant Since)[] _stages = []; // one at least from the first Enter on; most customers have few

    public ReadOnlySpan<(LifeStage Stage, Instant Since)> All => _stages;

    public LifeStage Stage => _stages[^1].Stage;

    public void Enter(LifeStage stage, Instant at) =>
        _stages = [.. _stages.Length == CustomerLimits.Stages ? _stages[1..] : _stages, (stage, at)];

    /// <summary>Takes in another customer's, by their instants; the stage itself stays this one's until it is settled.</summary>
    public void Absorb(StageHistory other)
    {
        var stage = Stage;
        var both = new List<(LifeStage Stage, Instant Since)>();
        foreach (var entry in _stages.Concat(other._stages).OrderBy(static entry => entry.Since))
        {
            if (both.Count == 0 || both[^1].Stage != entry.Stage)
            {
                both.Add(entry);
            }
        }

        _stages = [.. both.TakeLast(CustomerLimits.Stages)];
        if (Stage != stage)
        {
            Enter(stage, _stages[^1].Since);
        }
    }

    public void Write(SnapshotWriter writer)
    {
        writer.Count(_stages.Length);
        foreach (var (stage, since) in _stages)
        {
            writer.Byte((byte)stage);
            writer.Instant(since);
        }
    }

    public static StageHistory Read(ref SnapshotReader reader)
    {
        var history = new StageHistory { _stages = new (LifeStage, Instant)[reader.Count()] };
        for (var i = 0; i < history._stages.Length; i++)
        {
            history._stages[i] = ((LifeStage)reader.Byte(), reader.Instant());
        }

        return history;
    }
}
