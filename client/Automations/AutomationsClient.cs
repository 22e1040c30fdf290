using Crm.Client.Http;

namespace Crm.Client.Automations;

/// <summary>The automations of the store. Throws <see cref="CrmException"/> where a call does not succeed.</summary>
public sealed class AutomationsClient
{
    private readonly Transport _transport;

    internal AutomationsClient(Transport transport) => _transport = transport;

    /// <summary>One automation, whether it exists or not: nothing is asked yet.</summary>
    /// <param name="id">Slug: a-z, 0-9, <c>-</c> and <c>_</c>, 1 to 64 characters.</param>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public AutomationClient this[string id] => new(_transport, id);

    /// <summary>All of them, by id.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public IAsyncEnumerable<Automation> List(CancellationToken cancellationToken = default) =>
        Pages.Read(_transport, "api/v1/automations", CrmJson.Default.PageAutomation, cancellationToken: cancellationToken);
}
