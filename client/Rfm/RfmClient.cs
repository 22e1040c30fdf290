using System.Text.Json;
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

    /// <summary>Finds the cuts anew, by the settings that hold; the same as before make no new version.</summary>
    /// <param name="wait">How long the CRM may wait until every customer whom new ones concern has them, up to 30 s; default null: not at all.</param>
    /// <param name="cancellationToken">Gives up; whether they were found is then not known.</param>
    public Task<RfmDistribution> RefreshAsync(TimeSpan? wait = null, CancellationToken cancellationToken = default) => _transport.Send(
        new(HttpMethod.Post, "api/v1/rfm/refresh" + Paths.Wait("live", wait)) { IsRepeatable = true, Wait = wait ?? TimeSpan.Zero }, CrmJson.Default.RfmDistribution, cancellationToken);

    /// <summary>How the store scores its customers.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<RfmSettings> GetSettingsAsync(CancellationToken cancellationToken = default) =>
        _transport.Send(new(HttpMethod.Get, "api/v1/rfm/settings"), CrmJson.Default.RfmSettings, cancellationToken);

    /// <summary>Replaces that; its cuts are found at once. The same again changes nothing.</summary>
    /// <param name="settings">All of them.</param>
    /// <param name="ifVersion">The <see cref="RfmSettings.Version"/> that may be replaced, 0 for the defaults only; default null: whatever is there.</param>
    /// <param name="wait">How long the CRM may wait until every customer was scored, up to 30 s; default null: not at all.</param>
    /// <param name="cancellationToken">Gives up; whether they were changed is then not known.</param>
    /// <returns>The settings as they stand.</returns>
    /// <exception cref="CrmValidationException">They cannot be accepted; every error is named.</exception>
    /// <exception cref="CrmConflictException">They are at another version.</exception>
    public Task<RfmSettings> PutSettingsAsync(RfmSettings settings, int? ifVersion = null, TimeSpan? wait = null, CancellationToken cancellationToken = default)
    {
        var call = new Call(HttpMethod.Put, "api/v1/rfm/settings" + Paths.Wait("live", wait))
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(settings, CrmJson.Readable.RfmSettings),
            Headers = Match.Headers(ifVersion),
            IsRepeatable = ifVersion is null, // else a repetition would meet the version that the first one made
            Wait = wait ?? TimeSpan.Zero,
        };
        return _transport.Send(call, CrmJson.Default.RfmSettings, cancellationToken);
    }
}
