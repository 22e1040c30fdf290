using System.Text.Json.Nodes;
using Crm.Client.Automations;
using Crm.Client.Changes;
using Crm.Client.Customers;
using Crm.Client.Http;
using Crm.Client.Rfm;
using Crm.Client.Rules;
using Crm.Client.Segments;
using Crm.Client.Tracking;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crm.Client;

/// <summary>
/// One store of the CRM: sends events, reads customers and segments, follows changes. Safe for concurrent use; make one for the life of
/// the process, by <see cref="CrmClientServices.AddCrmClient"/> or by hand, and dispose it at the end, which delivers what is still queued.
/// </summary>
public sealed class CrmClient : IAsyncDisposable
{
    private readonly HttpClient? _own;
    private readonly Transport _transport;
    private readonly EventQueue _events;

    /// <summary>Creates the client; nothing is asked of the CRM yet.</summary>
    /// <param name="options">Not to be changed afterwards.</param>
    /// <param name="http">
    /// Makes the requests and is not disposed; its own time-out, base address and default headers are not needed. It should follow no
    /// redirects. Default: one with connections that are renewed every 5 min.
    /// </param>
    /// <param name="logger">Default: none.</param>
    /// <param name="time">Default: the system's.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Names everything that is wrong with the options.</exception>
    public CrmClient(CrmClientOptions options, HttpClient? http = null, ILogger<CrmClient>? logger = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        CrmClientOptionsValidator.Check(options);
        _own = http is null ? new(CrmClientServices.Handler()) { Timeout = Timeout.InfiniteTimeSpan } : null;
        _transport = new(http ?? _own!, options, logger ?? NullLogger<CrmClient>.Instance, time ?? TimeProvider.System);
        _events = new(_transport);
        Customers = new(_transport);
        Segments = new(_transport);
        Automations = new(_transport);
        Rules = new(_transport);
        Rfm = new(_transport);
    }

    /// <summary>The customers of the store.</summary>
    public CustomersClient Customers { get; }

    /// <summary>The segments of the store.</summary>
    public SegmentsClient Segments { get; }

    /// <summary>The automations of the store.</summary>
    public AutomationsClient Automations { get; }

    /// <summary>The rule language.</summary>
    public RulesClient Rules { get; }

    /// <summary>Recency, frequency and monetary value.</summary>
    public RfmClient Rfm { get; }

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

    /// <summary>
    /// Changes from a cursor on, live and for as long as they are read: a broken connection or a restart of the CRM is got over without gap
    /// or repeat. In the order of each <see cref="Change.Partition"/>; across partitions roughly by time.
    /// </summary>
    /// <param name="after">
    /// A change's <see cref="Change.Cursor"/>, or a listing's <see cref="MemberPage.ChangesAfter"/>; default null: from the oldest that is kept.
    /// </param>
    /// <param name="cancellationToken">Ends it, with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="CrmCursorExpiredException">Changes after the cursor are not kept any more: list again.</exception>
    /// <exception cref="CrmException">The CRM does not accept the call; what may pass is waited out and logged.</exception>
    public IAsyncEnumerable<Change> Changes(string? after = null, CancellationToken cancellationToken = default) =>
        ChangeStream.Follow(_transport, "api/v1/changes/stream", after, cancellationToken);

    /// <summary>
    /// Takes no more events and delivers those that are queued, for at most <see cref="CrmClientOptions.DisposeTimeout"/>; what is left is
    /// handed to <see cref="CrmClientOptions.OnUndelivered"/>. Then ends calls and streams that are under way, with an
    /// <see cref="ObjectDisposedException"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync().ConfigureAwait(false);
        _transport.Dispose();
        _own?.Dispose();
    }
}
