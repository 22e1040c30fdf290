using Crm.Client.Automations;
using Crm.Client.Changes;
using Crm.Client.Customers;
using Crm.Client.Http;
using Crm.Client.Privacy;
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
public sealed partial class CrmClient : IAsyncDisposable
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
        Privacy = new(_transport);
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

    /// <summary>Erasure, and its receipts.</summary>
    public PrivacyClient Privacy { get; }

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
