using Crm.Ingest.Privacy;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.TestSupport.Databases;

/// <summary>Payloads of a database as they were before they were sealed.</summary>
public static class Unsealed
{
    public static async Task<IReadOnlyList<byte[]>> Open(string connectionString, string store, IReadOnlyList<byte[]> payloads)
    {
        await using var services = TestDatabase.Services(connectionString, new Dictionary<string, string?>(), withLog: false);
        var opened = await services.GetRequiredService<Seals>().Open(store, [.. payloads.Select(static payload => (ReadOnlyMemory<byte>)payload)], CancellationToken.None);
        return [.. opened.Select(static payload => payload.ToArray())];
    }
}
