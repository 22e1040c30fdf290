using System.Text.Json.Nodes;

namespace Crm.Client;

public sealed partial class CrmClient
{
    /// <summary>Says that a customer did something. See <see cref="Send"/>.</summary>
    /// <param name="customer"><c>u:</c> and a user id, or <c>a:</c> and an anonymous id.</param>
    /// <param name="name">What, such as <c>Order Completed</c>.</param>
    /// <param name="properties">Of it; default none.</param>
    /// <param name="cancellationToken">Gives up waiting for room; the event is then not sent.</param>
    /// <exception cref="ArgumentException">The event cannot be accepted as it is.</exception>
    public ValueTask Track(string customer, string name, JsonObject? properties = null, CancellationToken cancellationToken = default) =>
        Send(CrmEvent.Track(customer, name, properties), cancellationToken);

    /// <summary>Says what is known of a customer. See <see cref="Send"/>.</summary>
    /// <param name="customer"><c>u:</c> and a user id, or <c>a:</c> and an anonymous id.</param>
    /// <param name="traits">By name, such as <c>email</c>; null removes one.</param>
    /// <param name="cancellationToken">Gives up waiting for room; the event is then not sent.</param>
    /// <exception cref="ArgumentException">The event cannot be accepted as it is.</exception>
    public ValueTask Identify(string customer, JsonObject traits, CancellationToken cancellationToken = default) =>
        Send(CrmEvent.Identify(customer, traits), cancellationToken);

    /// <summary>
    /// Queues an event, which is sent in the background, in the order of the calls, until the CRM has it or will not have it; the latter
    /// goes to <see cref="CrmClientOptions.OnUndelivered"/>. Its JSON is taken at once: what it was made of may change.
    /// </summary>
    /// <param name="e">Of any type.</param>
    /// <param name="cancellationToken">Gives up waiting for room; the event is then not sent.</param>
    /// <returns>Completes once there is room in the queue, usually at once.</returns>
    /// <exception cref="ArgumentException">The event cannot be accepted as it is: it lacks a member, or has more than 32 KB.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public ValueTask Send(CrmEvent e, CancellationToken cancellationToken = default) => _events.Send(e, cancellationToken);

    /// <summary>The same without waiting.</summary>
    /// <param name="e">Of any type.</param>
    /// <returns>False where there is no room in the queue: the event is not sent.</returns>
    /// <exception cref="ArgumentException">The event cannot be accepted as it is: it lacks a member, or has more than 32 KB.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public bool TrySend(CrmEvent e) => _events.TrySend(e);

    /// <summary>Sends what is queued now instead of waiting for more.</summary>
    /// <param name="cancellationToken">Stops waiting; the events are sent even so.</param>
    /// <returns>Completes once every event queued before the call is delivered or was handed to <see cref="CrmClientOptions.OnUndelivered"/>.</returns>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _events.Flush(cancellationToken);

    /// <summary>
    /// Sends one event now, past the queue, and waits until every read shows what it did; with it everything that the CRM got of the same
    /// customer before, such as by <see cref="FlushAsync"/>.
    /// </summary>
    /// <param name="e">Of any type.</param>
    /// <param name="wait">How long at most, 0 to 30 s.</param>
    /// <param name="cancellationToken">Gives up; whether the CRM has the event is then not known.</param>
    /// <returns>Whether every read shows it; false where the time was too short: the CRM has it even so.</returns>
    /// <exception cref="ArgumentException">The event cannot be accepted as it is: it lacks a member, or has more than 32 KB.</exception>
    /// <exception cref="CrmValidationException">The CRM does not accept the event.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task<bool> ApplyAsync(CrmEvent e, TimeSpan wait, CancellationToken cancellationToken = default) => _events.Apply(e, wait, cancellationToken);
}
