namespace Crm.Client.Customers;

/// <summary>How a write about a customer is made.</summary>
public sealed record WriteOptions
{
    /// <summary>
    /// How long the CRM may wait until every read shows the write, up to 30 s. Default null: it answers as soon as the write cannot be
    /// lost any more.
    /// </summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>By this the CRM knows a write again, so that one made twice counts once; 1 to 255 characters. Default: a new one for each call.</summary>
    public string? IdempotencyKey { get; init; }
}
