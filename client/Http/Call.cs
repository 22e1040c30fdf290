namespace Crm.Client.Http;

/// <summary>A request that is still to be made, as often as it takes.</summary>
/// <param name="Method">Of HTTP.</param>
/// <param name="Path">Relative to the address, ids percent-encoded, with its query.</param>
internal sealed record Call(HttpMethod Method, string Path)
{
    /// <summary>UTF-8 JSON; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Of the body: <c>gzip</c>, or null for plain.</summary>
    public string? Encoding { get; init; }

    /// <summary>Above the usual ones.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Goes to the collector, for which the write key is enough.</summary>
    public bool IsEvents { get; init; }

    /// <summary>Twice comes to the same as once.</summary>
    public bool IsRepeatable { get; init; } = Method == HttpMethod.Get;

    /// <summary>How long the CRM was asked to wait before it answers, on top of the usual time-out.</summary>
    public TimeSpan Wait { get; init; }
}
