namespace Crm.Silo.Engine;

/// <summary>The processes among which the grains live.</summary>
internal interface ICluster
{
    /// <summary>What keeps this process from being a member, for people; null where it is one.</summary>
    string? Missing { get; }

    /// <summary>Whether it says that another member, which was to answer, could not be reached.</summary>
    bool IsUnreachable(Exception thrown);
}
