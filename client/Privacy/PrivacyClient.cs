using System.Text.Json;
using Crm.Client.Customers;
using Crm.Client.Http;

namespace Crm.Client.Privacy;

/// <summary>What persons may ask for; the key needs the scope <c>privacy</c>. Throws <see cref="CrmException"/> where a call does not succeed.</summary>
public sealed class PrivacyClient
{
    private readonly Transport _transport;

    internal PrivacyClient(Transport transport) => _transport = transport;

    /// <summary>Erases a customer, with all who were merged into it. What is left to be removed then goes on by itself; <see cref="GetErasureAsync"/> follows it.</summary>
    /// <param name="id"><c>u:</c> and a user id, or <c>a:</c> and an anonymous id.</param>
    /// <param name="block">Whether what comes of the id later is dropped for good. Default false: what is dated later begins a new customer.</param>
    /// <param name="wait">Up to 30 s until the customer is forgotten. Default: none.</param>
    /// <param name="cancellationToken">Gives up; whether it was asked for is then not known, and asking again does no harm.</param>
    /// <exception cref="ArgumentException">The id is none.</exception>
    public Task<Erasure> EraseAsync(string id, bool block = false, TimeSpan? wait = null, CancellationToken cancellationToken = default)
    {
        var call = new Call(HttpMethod.Delete, CustomerIds.Path(id) + Paths.Wait("applied", wait))
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new(block), CrmJson.Readable.EraseBody),
            IsRepeatable = true,
            Wait = wait ?? TimeSpan.Zero,
        };
        return _transport.Send(call, CrmJson.Default.Erasure, cancellationToken);
    }

    /// <summary>How far an erasure is; once it is completed, its receipt.</summary>
    /// <param name="id">Its <see cref="Erasure.Id"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CrmNotFoundException">There is no such erasure.</exception>
    public Task<Erasure> GetErasureAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.Send(new(HttpMethod.Get, $"api/v1/erasures/{Paths.Segment(id)}"), CrmJson.Default.Erasure, cancellationToken);
}
