namespace Crm.Silo.Engine;

/// <summary>Whether this process is a member of its cluster.</summary>
internal interface IClusterHealth
{
    /// <summary>What is missing, for people; null where nothing is.</summary>
    string? Missing { get; }
}
