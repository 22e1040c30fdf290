using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Client.Changes;
using Crm.Client.Http;

namespace Crm.Client.Segments;

/// <summary>One segment. Throws <see cref="CrmException"/> where a call does not succeed.</summary>
public sealed class SegmentClient
{
    private readonly Transport _transport;
    private readonly string _path;

    internal SegmentClient(Transport transport, string id) => (_transport, _path) = (transport, $"api/v1/segments/{Paths.Segment(id)}");

    /// <summary>The segment and how it stands.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null where there is none.</returns>
    public async Task<Segment?> GetAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _transport.Send(new(HttpMethod.Get, _path), CrmJson.Default.Segment, cancellationToken).ConfigureAwait(false);
        }
        catch (CrmNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Creates the segment, or changes its name or rule; the same again changes nothing.</summary>
    /// <param name="name">What people call it, 1 to 200 characters.</param>
    /// <param name="rule">Who belongs to it: text of the rule language, or its JSON form.</param>
    /// <param name="ifVersion">The <see cref="Segment.Version"/> that may be replaced, 0 to create only; default null: whatever is there.</param>
    /// <param name="wait">How long the CRM may wait until every customer was judged, up to 30 s; default null: not at all.</param>
    /// <param name="cancellationToken">Gives up; whether it was changed is then not known.</param>
    /// <returns>The segment as it stands; after waiting long enough <see cref="SegmentState.Live"/>.</returns>
    /// <exception cref="CrmValidationException">Name or rule cannot be accepted; the rule's errors say where.</exception>
    /// <exception cref="CrmConflictException">The segment is at another version.</exception>
    public Task<Segment> PutAsync(string name, JsonNode rule, int? ifVersion = null, TimeSpan? wait = null, CancellationToken cancellationToken = default)
    {
        var call = new Call(HttpMethod.Put, _path + Paths.Wait("live", wait))
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new(name, rule), CrmJson.Readable.SegmentBody),
            Headers = Match.Headers(ifVersion),
            IsRepeatable = ifVersion is null, // else a repetition would meet the version that the first one made
            Wait = wait ?? TimeSpan.Zero,
        };
        return _transport.Send(call, CrmJson.Default.Segment, cancellationToken);
    }

    /// <summary>Deletes the segment; its members leave with it.</summary>
    /// <param name="ifVersion">The <see cref="Segment.Version"/> that may be deleted; default null: whatever is there.</param>
    /// <param name="cancellationToken">Gives up; whether it was deleted is then not known.</param>
    /// <returns>False where there is none.</returns>
    /// <exception cref="CrmConflictException">The segment is at another version.</exception>
    public Task<bool> DeleteAsync(int? ifVersion = null, CancellationToken cancellationToken = default) =>
        _transport.Delete(_path, ifVersion, cancellationToken);

    /// <summary>The members, asked for page by page as they are read.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>At least one page, also where nobody is a member.</returns>
    /// <exception cref="CrmNotFoundException">There is no such segment.</exception>
    public async IAsyncEnumerable<MemberPage> Members([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (cursor, changesAfter) = ((string?)null, (string?)null);
        do
        {
            var call = new Call(HttpMethod.Get, $"{_path}/members{Paths.Query(("limit", $"{Pages.Limit}"), ("cursor", cursor))}");
            var page = await _transport.Send(call, CrmJson.Default.MembersAnswer, cancellationToken).ConfigureAwait(false);
            changesAfter ??= page.ChangesAfter ?? throw new CrmException("The CRM did not say after which changes the listing goes on.");
            yield return new(page.Items, changesAfter);
            cursor = page.Next;
        }
        while (cursor is not null);
    }

    /// <inheritdoc cref="CrmClient.Changes"/>
    /// <summary>Who enters and leaves the segment, from a cursor on and for as long as it is read; also of one that was deleted.</summary>
    public IAsyncEnumerable<Change> Changes(string? after = null, CancellationToken cancellationToken = default) =>
        ChangeStream.Follow(_transport, $"{_path}/changes/stream", after, cancellationToken);
}

internal sealed record SegmentBody(string Name, JsonNode Rule);

internal sealed record MembersAnswer(IReadOnlyList<Member> Items, string? Next = null, string? ChangesAfter = null);
