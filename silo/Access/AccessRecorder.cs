using System.Security.Claims;
using System.Threading.Channels;
using Crm.Core.Time;
using Crm.Postgres.Access;
using Crm.Silo.Auth;
using Crm.Silo.Http;

namespace Crm.Silo.Access;

/// <summary>
/// Writes down calls that read or write personal data, together and off their path. An answer leaves only once its entry is in the queue;
/// a full queue makes answers wait. The queue is written before the process stops; a process that is killed loses what is in it.
/// </summary>
internal sealed class AccessRecorder(AccessLog log, TimeProvider time, ILogger<AccessRecorder> logger) : BackgroundService
{
    private const int Room = 20_000;
    private const int MostAtOnce = 1_000;

    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(200), Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<AccessEntry> _queue = Channel.CreateBounded<AccessEntry>(new BoundedChannelOptions(Room) { SingleReader = true });

    /// <summary>Sees to it that the call is written down when it is answered.</summary>
    public void Follow(HttpContext context, RouteEndpoint endpoint, PersonalData data)
    {
        if (context.User.FindFirstValue(Caller.StoreClaim) is not { } store || context.User.FindFirstValue(Caller.KeyClaim) is not { } key)
        {
            return; // no key: nothing is read
        }

        var at = Instant.From(time.GetUtcNow());
        var route = (endpoint.RoutePattern.RawText ?? "").TrimEnd('/'); // a group's own call ends with one
        var customer = data.OfCustomer && RawPath.Segment(context, CustomerId.Segment) is { } id && CustomerId.IsValid(id) ? id : null;
        context.Response.OnStarting(() =>
        {
            var entry = new AccessEntry(
                store, at, Guid.Parse(key), context.User.FindFirstValue(Caller.KeyNameClaim) ?? "", context.Request.Method, route, customer, context.Response.StatusCode);
            return _queue.Writer.TryWrite(entry) ? Task.CompletedTask : _queue.Writer.WriteAsync(entry, context.RequestAborted).AsTask();
        });
    }

    // The server stops before this does, so that the requests under way have their entries in the queue.
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var entries = new List<AccessEntry>();
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await Task.Delay(Gather, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (entries.Count < MostAtOnce && _queue.Reader.TryRead(out var entry))
            {
                entries.Add(entry);
            }

            while (!await TryWrite(entries))
            {
                await Task.Delay(Pause, time, CancellationToken.None);
            }

            entries.Clear();
        }
    }

    private async Task<bool> TryWrite(List<AccessEntry> entries)
    {
        try
        {
            await log.Write(entries, CancellationToken.None);
            return true;
        }
        catch (Exception exception)
        {
            logger.AccessUnwritten(exception, entries.Count + _queue.Reader.Count);
            return false;
        }
    }
}
