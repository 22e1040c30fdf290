using System.Runtime.CompilerServices;
using Crm.Client.Http;

namespace Crm.Client.Changes;

/// <summary>Changes for as long as somebody reads them, over as many connections as that takes.</summary>
internal sealed class ChangeStream(Transport transport, string path, string? after) : IAsyncDisposable
{
    // By partition the newest number that was handed on. The cursor alone would do if no server ever repeated itself.
    private readonly Dictionary<int, long> _marks = [];
    private readonly Backoff _backoff = new(transport.Options.MaxRetryDelay);
    private string? _after = after;
    private ChangeConnection? _connection;

    public static async IAsyncEnumerable<Change> Follow(
        Transport transport, string path, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, transport.Closed);
        var stream = new ChangeStream(transport, path, after);
        await using var _ = stream.ConfigureAwait(false);
        while (true)
        {
            yield return await stream.Next(either.Token).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<Change> Next(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                _connection ??= await ChangeConnection.Open(transport, path, _after, cancellationToken).ConfigureAwait(false);
                var change = await _connection.Next(cancellationToken).ConfigureAwait(false);
                _backoff.Reset();
                if (IsNew(change))
                {
                    return change;
                }
            }
            catch (CrmException e) when (e.IsRetryable)
            {
                await Pause(e, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (transport.Closed.IsCancellationRequested)
            {
                throw new ObjectDisposedException(nameof(CrmClient));
            }
        }
    }

    private bool IsNew(Change change)
    {
        if (_marks.TryGetValue(change.Partition, out var mark) && change.Number <= mark)
        {
            return false;
        }

        _marks[change.Partition] = change.Number;
        _after = change.Cursor;
        return true;
    }

    private async Task Pause(CrmException reason, CancellationToken cancellationToken)
    {
        var pause = _backoff.Next(reason.RetryAfter ?? _connection?.Pause);
        if (_connection is { } broken)
        {
            _connection = null;
            await broken.DisposeAsync().ConfigureAwait(false);
        }

        transport.Logger.StreamBroken(pause, reason.Message);
        await Task.Delay(pause, transport.Time, cancellationToken).ConfigureAwait(false);
    }
}
