namespace Crm.Ingest.Pumps;

/// <summary>The pumps of this process, one for each partition that is its own.</summary>
public interface IPumps
{
    /// <summary>All that there are, whoever has them.</summary>
    int Partitions { get; }

    /// <summary>These are this process's from now on.</summary>
    void Assign(IEnumerable<int> partitions);

    /// <summary>These are somebody else's from now on. What was begun is made durable, as far as nobody has taken over before that.</summary>
    /// <returns>Completes once nothing of it is under way any more.</returns>
    Task Revoke(IEnumerable<int> partitions);

    /// <summary>The same, where it is not known any more which partitions are this process's.</summary>
    Task Lose(IEnumerable<int> partitions);
}
