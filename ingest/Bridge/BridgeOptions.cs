namespace Crm.Ingest.Bridge;

/// <summary>Topics of others that are brought into the log: the section <c>Crm:Bridge</c>. Needs Kafka as the log, and reads the same cluster.</summary>
public sealed class BridgeOptions
{
    public const string Section = "Crm:Bridge";

    /// <summary>The consumer group whose offsets are the bridge's positions. Default crm-bridge; at most 249 characters.</summary>
    public string Group { get; set; } = "crm-bridge";

    /// <summary>Records that one transaction takes at most. Default 1,000; 1 to 10,000.</summary>
    public int BatchRecords { get; set; } = 1_000;

    /// <summary>How long a transaction waits for more after its first record: the longer, the fewer. Default 50 ms; 0 to 10 s.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>None by default.</summary>
    public IList<BridgeTopic> Topics { get; } = [];
}

/// <summary>
/// One topic of JSON objects, and what of them is what. A field is a path of member names with dots, such as <c>customer.id</c>, or
/// <c>$key</c>, the record's key as text.
/// </summary>
public sealed class BridgeTopic
{
    /// <summary>Required; each topic once.</summary>
    public string Topic { get; set; } = "";

    /// <summary>The store whose events they are. Required.</summary>
    public string Store { get; set; } = "";

    /// <summary>track, identify, page or screen. Default track.</summary>
    public string Type { get; set; } = "track";

    /// <summary>The name of every event; stands in where <see cref="EventField"/> finds none. A track event needs one of the two.</summary>
    public string? Event { get; set; }

    /// <summary>Where the event's name is.</summary>
    public string? EventField { get; set; }

    /// <summary>Where the customer's id is: text or a whole number. This or <see cref="AnonymousIdField"/> is required.</summary>
    public string? UserIdField { get; set; }

    /// <summary>Where the id of a visitor who is not known is.</summary>
    public string? AnonymousIdField { get; set; }

    /// <summary>When it happened: ISO-8601 text, or Unix time as a number in milliseconds, or in seconds below 100,000,000,000. By default, and where it finds none, the record's own time.</summary>
    public string? TimeField { get; set; }

    /// <summary>What names the message. By default, and where it finds none, its place: topic, partition and offset.</summary>
    public string? MessageIdField { get; set; }

    /// <summary>The object that becomes the event's properties or traits. By default the whole value.</summary>
    public string? DataField { get; set; }
}
