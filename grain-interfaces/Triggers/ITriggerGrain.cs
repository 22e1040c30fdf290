using Orleans;

namespace Crm.GrainInterfaces.Triggers;

/// <summary>Executes the committed actions of one automation, or of its share of the partitions; the key is <c>store/automation/shard</c>. It holds no truth of its own.</summary>
[Alias("crm.trigger")]
public interface ITriggerGrain : IGrainWithStringKey
{
    /// <summary>Claims what is due, executes it in parallel across customers, and records what became of it.</summary>
    /// <param name="shards">How many share the automation's partitions.</param>
    /// <returns>How many actions were claimed; 0 where nothing is due, or the automation does not run.</returns>
    [Alias("run")]
    ValueTask<int> Run(int shards);
}
