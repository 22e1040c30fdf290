namespace Crm.Grains.Stores;

/// <summary>Port: tells the pumps of a new version, so that it enters the log soon.</summary>
public interface IDefinitionAnnouncer
{
    void Announce(string store, int version);
}
