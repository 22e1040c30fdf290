using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Crm.Client.Http;

namespace Crm.Client.Changes;

/// <summary>One open stream of changes (Server-Sent Events), until it breaks.</summary>
internal sealed class ChangeConnection : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly SseParser<Change?> _parser;
    private readonly IAsyncEnumerator<SseItem<Change?>> _items;

    private ChangeConnection(HttpResponseMessage response, Stream stream, CancellationToken cancellationToken)
    {
        _response = response;
        _parser = SseParser.Create(stream, static (type, data) => type == "change" ? JsonSerializer.Deserialize(data, CrmJson.Default.Change) : null);
        _items = _parser.EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    /// <summary>How long the CRM wants to be left alone when the stream breaks.</summary>
    public TimeSpan Pause => _parser.ReconnectionInterval > TimeSpan.Zero ? _parser.ReconnectionInterval : TimeSpan.Zero;

    /// <summary>Goes on after a cursor, or from the oldest change that is kept.</summary>
    public static async Task<ChangeConnection> Open(Transport transport, string path, string? after, CancellationToken cancellationToken)
    {
        var call = new Call(HttpMethod.Get, path + Paths.Query(("after", after))) { Headers = [("Accept", "text/event-stream")] };
        HttpResponseMessage response;
        try
        {
            response = await transport.Open(call, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (CrmException gone) when (gone.Status == HttpStatusCode.Gone)
        {
            throw new CrmCursorExpiredException($"Changes after this cursor are not kept any more: list the members again and follow from there. {gone.Message}") { Status = gone.Status };
        }

        if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
        {
            response.Dispose();
            throw new CrmUnavailableException("The answer is no stream of events: does something else answer at this address?") { Status = response.StatusCode };
        }

        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return new(response, new IdleTimeoutStream(stream, transport.Options.StreamIdleTimeout, transport.Time), cancellationToken);
    }

    /// <exception cref="CrmUnavailableException">The stream broke.</exception>
    public async Task<Change> Next(CancellationToken cancellationToken)
    {
        try
        {
            while (await _items.MoveNextAsync().ConfigureAwait(false))
            {
                if (_items.Current.Data is { } change)
                {
                    return change with { Cursor = _parser.LastEventId };
                }
            }
        }
        catch (JsonException garbage)
        {
            // A stream that was cut off never gives half an event: it is the CRM that says something else.
            throw new CrmException("A change cannot be read: is the CRM newer than this client?", garbage);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CrmUnavailableException(e.Message, e);
        }

        throw new CrmUnavailableException("The stream ended.");
    }

    public async ValueTask DisposeAsync()
    {
        await _items.DisposeAsync().ConfigureAwait(false);
        _response.Dispose();
    }
}
