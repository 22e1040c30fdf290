using Crm.Grains.Stores;
using Crm.Ingest.Pumps;

namespace Crm.Silo.Segments;

/// <summary>Joins what grains announce to what pumps listen to; neither knows the other.</summary>
internal sealed class DefinitionAnnouncer(DefinitionVersions versions) : IDefinitionAnnouncer
{
    public void Announce(string store, int version) => versions.Announce(store, version);
}
