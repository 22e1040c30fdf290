using System.Text.Json;
using Crm.Client.Http;

namespace Crm.Client.Automations;

/// <summary>One automation. Throws <see cref="CrmException"/> where a call does not succeed.</summary>
public sealed class AutomationClient
{
    private readonly Transport _transport;
    private readonly string _path;

    internal AutomationClient(Transport transport, string id) => (_transport, _path) = (transport, $"api/v1/automations/{Paths.Segment(id)}");

    /// <summary>The automation and how it stands.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null where there is none.</returns>
    public async Task<Automation?> GetAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _transport.Send(new(HttpMethod.Get, _path), CrmJson.Default.Automation, cancellationToken).ConfigureAwait(false);
        }
        catch (CrmNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Creates the automation as a draft, or changes what it does; the same again changes nothing.</summary>
    /// <param name="definition">What it does.</param>
    /// <param name="ifVersion">The <see cref="Automation.Version"/> that may be replaced, 0 to create only; default null: whatever is there.</param>
    /// <param name="cancellationToken">Gives up; whether it was changed is then not known.</param>
    /// <exception cref="CrmValidationException">It cannot be accepted; the errors say where.</exception>
    /// <exception cref="CrmConflictException">It is at another version.</exception>
    public Task<Automation> PutAsync(AutomationDefinition definition, int? ifVersion = null, CancellationToken cancellationToken = default)
    {
        var call = new Call(HttpMethod.Put, _path)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(definition, CrmJson.Readable.AutomationDefinition),
            Headers = Match.Headers(ifVersion),
            IsRepeatable = ifVersion is null, // else a repetition would meet the version that the first one made
        };
        return _transport.Send(call, CrmJson.Default.Automation, cancellationToken);
    }

    /// <summary>Deletes the automation; its runs end.</summary>
    /// <param name="ifVersion">The <see cref="Automation.Version"/> that may be deleted; default null: whatever is there.</param>
    /// <param name="cancellationToken">Gives up; whether it was deleted is then not known.</param>
    /// <returns>False where there is none.</returns>
    /// <exception cref="CrmConflictException">It is at another version.</exception>
    public Task<bool> DeleteAsync(int? ifVersion = null, CancellationToken cancellationToken = default) =>
        _transport.Delete(_path, ifVersion, cancellationToken);

    /// <summary>Lets runs start and go on.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CrmNotFoundException">There is none.</exception>
    public Task<Automation> ActivateAsync(CancellationToken cancellationToken = default) =>
        _transport.Send(Post("activate"), CrmJson.Default.Automation, cancellationToken);

    /// <summary>Lets nothing start or go on until it is activated again.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CrmNotFoundException">There is none.</exception>
    public Task<Automation> PauseAsync(CancellationToken cancellationToken = default) =>
        _transport.Send(Post("pause"), CrmJson.Default.Automation, cancellationToken);

    /// <summary>Its runs, asked for page by page as they are read.</summary>
    /// <param name="customer">Those of one customer, such as <c>u:1609</c>; default null: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CrmNotFoundException">There is none.</exception>
    public IAsyncEnumerable<AutomationRun> Runs(string? customer = null, CancellationToken cancellationToken = default) =>
        Pages.Read(_transport, $"{_path}/runs", CrmJson.Default.PageAutomationRun, ("customer", customer), cancellationToken);

    /// <summary>How many runs and actions stand how.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CrmNotFoundException">There is none.</exception>
    public Task<AutomationStats> StatsAsync(CancellationToken cancellationToken = default) =>
        _transport.Send(new(HttpMethod.Get, $"{_path}/stats"), CrmJson.Default.AutomationStats, cancellationToken);

    /// <summary>What its runs want done, asked for page by page as they are read.</summary>
    /// <param name="state">Those that stand so; default null: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CrmNotFoundException">There is none.</exception>
    public IAsyncEnumerable<AutomationAction> Actions(AutomationActionState? state = null, CancellationToken cancellationToken = default) =>
        Pages.Read(
            _transport, $"{_path}/actions", CrmJson.Default.PageAutomationAction,
            ("state", state is { } known ? TolerantEnumConverter<AutomationActionState>.Name(known) : null), cancellationToken);

    /// <summary>Has the actions that were given up tried again.</summary>
    /// <param name="cancellationToken">Gives up; whether they are tried again is then not known.</param>
    /// <returns>How many.</returns>
    /// <exception cref="CrmNotFoundException">There is none.</exception>
    public async Task<long> RetryAsync(CancellationToken cancellationToken = default) =>
        (await _transport.Send(Post("retry") with { IsRepeatable = false }, CrmJson.Default.RetryAnswer, cancellationToken).ConfigureAwait(false)).Retried;

    private Call Post(string what) => new(HttpMethod.Post, $"{_path}/{what}") { IsRepeatable = true };
}

internal sealed record RetryAnswer(long Retried);
