using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Client.Http;

namespace Crm.Client.Customers;

/// <summary>The customers of the store. Throws <see cref="CrmException"/> where a call does not succeed.</summary>
public sealed class CustomersClient
{
    private const int CopyBytes = 64 * 1024;

    private readonly Transport _transport;

    internal CustomersClient(Transport transport) => _transport = transport;

    /// <summary>One customer; for an id that was merged into another the customer that has it now.</summary>
    /// <param name="id"><c>u:</c> and a user id, or <c>a:</c> and an anonymous id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null for one who was never heard of, or was erased.</returns>
    /// <exception cref="ArgumentException">The id is none.</exception>
    public async Task<Customer?> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _transport.Send(new(HttpMethod.Get, CustomerIds.Path(id)), CrmJson.Default.Customer, cancellationToken).ConfigureAwait(false);
        }
        catch (CrmException e) when (e is CrmNotFoundException or { Status: HttpStatusCode.Gone })
        {
            return null;
        }
    }

    /// <summary>Why a customer is in a segment or not: each part of its rule with its truth and its figures, and when it changes by itself.</summary>
    /// <param name="id"><c>u:</c> and a user id, or <c>a:</c> and an anonymous id.</param>
    /// <param name="segment">The segment's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The id is none.</exception>
    /// <exception cref="CrmNotFoundException">There is no such customer, or no such segment.</exception>
    /// <exception cref="CrmConflictException">The segment is backfilling and the customer was not judged by it yet.</exception>
    public Task<SegmentWhy> WhyAsync(string id, string segment, CancellationToken cancellationToken = default) =>
        _transport.Send(new(HttpMethod.Get, $"{CustomerIds.Path(id)}/segments/{Paths.Segment(segment)}"), CrmJson.Default.SegmentWhy, cancellationToken);

    /// <summary>Sets fields and traits of a customer who is known.</summary>
    /// <param name="id"><c>u:</c> and a user id, or <c>a:</c> and an anonymous id.</param>
    /// <param name="traits">By name, such as <c>email</c>; null removes one.</param>
    /// <param name="options">Default: does not wait until reads show it.</param>
    /// <param name="cancellationToken">Gives up; whether it was written is then not known.</param>
    /// <returns>Whether every read shows it; false where the call did not wait for that, or not long enough.</returns>
    /// <exception cref="ArgumentException">The id is none.</exception>
    /// <exception cref="CrmNotFoundException">There is no such customer.</exception>
    public Task<bool> SetTraitsAsync(string id, JsonObject traits, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        Write(id, "traits", JsonSerializer.SerializeToUtf8Bytes(new(traits), CrmJson.Readable.TraitsBody), options ?? new(), cancellationToken);

    /// <summary>Adds tags to a customer who is known, and removes others.</summary>
    /// <param name="id"><c>u:</c> and a user id, or <c>a:</c> and an anonymous id.</param>
    /// <param name="add">Default none; comparing ignores case.</param>
    /// <param name="remove">Default none.</param>
    /// <param name="options">Default: does not wait until reads show it.</param>
    /// <param name="cancellationToken">Gives up; whether it was written is then not known.</param>
    /// <returns>Whether every read shows it; false where the call did not wait for that, or not long enough.</returns>
    /// <exception cref="ArgumentException">The id is none.</exception>
    /// <exception cref="CrmNotFoundException">There is no such customer.</exception>
    public Task<bool> TagAsync(
        string id, IEnumerable<string>? add = null, IEnumerable<string>? remove = null, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        Write(id, "tags", JsonSerializer.SerializeToUtf8Bytes(new([.. add ?? []], [.. remove ?? []]), CrmJson.Readable.TagsBody), options ?? new(), cancellationToken);

    /// <summary>Says that a customer who is known agreed to being contacted, or refused. Per channel and purpose what was said last counts.</summary>
    /// <param name="id"><c>u:</c> and a user id, or <c>a:</c> and an anonymous id.</param>
    /// <param name="channel"><c>email</c>, <c>sms</c>, <c>whatsapp</c>, <c>push</c>, <c>phone</c>, <c>post</c>, <c>chat</c> or <c>social</c>.</param>
    /// <param name="said">Its time is when it was said, not in the future.</param>
    /// <param name="purpose">Default <c>marketing</c>.</param>
    /// <param name="options">Default: does not wait until reads show it.</param>
    /// <param name="cancellationToken">Gives up; whether it was written is then not known.</param>
    /// <returns>Whether every read shows it; false where the call did not wait for that, or not long enough.</returns>
    /// <exception cref="ArgumentException">The id is none.</exception>
    /// <exception cref="CrmNotFoundException">There is no such customer.</exception>
    public Task<bool> SayConsentAsync(
        string id, string channel, Consent said, string? purpose = null, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        Write(
            id, "consents", JsonSerializer.SerializeToUtf8Bytes(new(channel, said.State, purpose, said.Source, said.Version, said.At), CrmJson.Readable.ConsentBody),
            options ?? new(), cancellationToken);

    /// <summary>Says that two customers are one person. A user stays before a visitor, else the id that is first by its characters; reads of the other give that one.</summary>
    /// <param name="id"><c>u:</c> and a user id, or <c>a:</c> and an anonymous id.</param>
    /// <param name="with">The other one's.</param>
    /// <param name="options">Default: does not wait until reads show it.</param>
    /// <param name="cancellationToken">Gives up; whether it was written is then not known.</param>
    /// <returns>Whether every read shows it; false where the call did not wait for that, or not long enough.</returns>
    /// <exception cref="ArgumentException">An id is none.</exception>
    /// <exception cref="CrmNotFoundException">One of them is not known.</exception>
    public Task<bool> MergeAsync(string id, string with, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        Write(id, "merge", JsonSerializer.SerializeToUtf8Bytes(new(with), CrmJson.Readable.MergeBody), options ?? new(), cancellationToken);

    /// <summary>Undoes a merge: the other is another person after all. Nothing but <see cref="MergeAsync"/> joins them again.</summary>
    /// <param name="id">Of the customer that the other is a part of.</param>
    /// <param name="with">The other one's.</param>
    /// <param name="options">Default: does not wait until reads show it.</param>
    /// <param name="cancellationToken">Gives up; whether it was written is then not known.</param>
    /// <returns>Whether every read shows it; false where the call did not wait for that, or not long enough.</returns>
    /// <exception cref="ArgumentException">An id is none.</exception>
    /// <exception cref="CrmNotFoundException">There is no such customer.</exception>
    /// <exception cref="CrmException">The other is no part of it.</exception>
    public Task<bool> UnmergeAsync(string id, string with, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        Write(id, "unmerge", JsonSerializer.SerializeToUtf8Bytes(new(with), CrmJson.Readable.MergeBody), options ?? new(), cancellationToken);

    /// <summary>
    /// All that the store holds of a customer, as one JSON document (docs/export.md), written as it comes: it is as long as the customer's
    /// history. Needs a key with the scope <c>privacy</c>.
    /// </summary>
    /// <param name="id"><c>u:</c> and a user id, or <c>a:</c> and an anonymous id.</param>
    /// <param name="destination">Takes the document; after an exception it may have a part of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The id is none.</exception>
    /// <exception cref="CrmNotFoundException">There is no such customer.</exception>
    /// <exception cref="CrmUnavailableException">There was no answer, or it was cut off.</exception>
    public async Task ExportAsync(string id, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var call = new Call(HttpMethod.Post, $"{CustomerIds.Path(id)}/export");
        using var response = await _transport.Open(call, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        var content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var document = new IdleTimeoutStream(content, _transport.Options.StreamIdleTimeout, _transport.Time);
        await using var _ = document.ConfigureAwait(false);
        var buffer = new byte[CopyBytes];
        while (await Read(document, buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<int> Read(Stream document, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await document.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            throw new CrmUnavailableException($"The export was cut off: {e.Message}", e);
        }
    }

    // The key makes a repetition harmless, the client's own included.
    private async Task<bool> Write(string id, string what, byte[] body, WriteOptions options, CancellationToken cancellationToken)
    {
        var call = new Call(HttpMethod.Post, $"{CustomerIds.Path(id)}/{what}{Paths.Wait("applied", options.Wait)}")
        {
            Body = body,
            Headers = [("Idempotency-Key", options.IdempotencyKey ?? Guid.NewGuid().ToString())],
            IsRepeatable = true,
            Wait = options.Wait ?? TimeSpan.Zero,
        };
        var answer = await _transport.Send(call, CrmJson.Default.WriteAnswer, cancellationToken).ConfigureAwait(false);
        return answer.Applied ?? false;
    }
}

/// <summary>Fields and traits to set; null removes.</summary>
internal sealed record TraitsBody(JsonObject Set);

internal sealed record ConsentBody(string Channel, string State, string? Purpose, string? Source, string? Version, DateTimeOffset At);

internal sealed record MergeBody(string With);

internal sealed record TagsBody(IReadOnlyList<string> Add, IReadOnlyList<string> Remove);

internal sealed record WriteAnswer(bool? Applied = null);
