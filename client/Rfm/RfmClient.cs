using Crm.Client.Http;

namespace Crm.Client.Rfm;

/// <summary>Recency, frequency and monetary value. Throws <see cref="CrmException"/> where a call does not succeed.</summary>
public sealed class RfmClient
{
    private readonly Transport _transport;

    internal RfmClient(Transport transport) => _transport = transport;

    /// <summary>How the three are cut into scores, and how many customers are where.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<RfmDistribution> GetAsync(CancellationToken cancellationToken = default) =>
        _transport.Send(new(HttpMethod.Get, "api/v1/rfm"), CrmJson.Default.RfmDistribution, cancellationToken);
}
