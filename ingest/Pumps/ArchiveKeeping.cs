namespace Crm.Ingest.Pumps;

/// <summary>Who keeps the events that counted, for rules that look back and for whoever wants to read them.</summary>
public enum ArchiveKeeping
{
    /// <summary>The database: a row an event, for as long as its months are kept.</summary>
    Database,

    /// <summary>The log itself, for as long as its retention says: the database has no copy, only the offsets of records that did not count.</summary>
    Log,
}
