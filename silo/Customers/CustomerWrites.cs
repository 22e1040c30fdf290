using System.Buffers;
using System.Text.Json;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Identity;
using Crm.Core.Profiles;
using Crm.Core.Time;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Crm.Ingest.Telemetry;

namespace Crm.Silo.Customers;

/// <summary>Our own API's writes about a customer as records for the log, which is the only way in.</summary>
internal sealed class CustomerWrites(ILog log, IStoreDirectory stores, TimeProvider time)
{
    /// <summary>Traits as an identify event; an unset one is null.</summary>
    public ValueTask<LogAppend> Traits(CustomerView customer, TraitsBody body, string? messageId, CancellationToken cancellationToken) =>
        Record(new(customer.Store, customer.Id), customer.AsOf, "identify", messageId, body, static (writer, body) =>
        {
            writer.WriteStartObject("traits"u8);
            foreach (var (name, value) in body.Set ?? [])
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            foreach (var name in body.Unset ?? [])
            {
                writer.WriteNull(name);
            }

            writer.WriteEndObject();
        }, cancellationToken);

    /// <param name="asOf">The customer's now.</param>
    public ValueTask<LogAppend> Tags(CustomerKey customer, Instant asOf, TagsBody body, string? messageId, CancellationToken cancellationToken) =>
        Record(customer, asOf, "tags", messageId, body, static (writer, body) =>
        {
            WriteAll(writer, "add", body.Add);
            WriteAll(writer, "remove", body.Remove);
        }, cancellationToken);

    /// <summary>Dated when it was said, if that is known.</summary>
    public ValueTask<LogAppend> Consent(CustomerView customer, PutConsentBody body, string? messageId, CancellationToken cancellationToken) =>
        Record(new(customer.Store, customer.Id), customer.AsOf, "consents", messageId, body, static (writer, body) =>
        {
            writer.WriteString("channel"u8, body.Channel);
            writer.WriteString("purpose"u8, body.Purpose ?? ContactChannels.DefaultPurpose);
            writer.WriteString("state"u8, body.State);
            writer.WriteString("source"u8, body.Source);
            writer.WriteString("version"u8, body.Version);
        }, cancellationToken, body.At);

    public ValueTask<LogAppend> Note(CustomerView customer, PostNoteBody body, string? messageId, CancellationToken cancellationToken) =>
        Record(new(customer.Store, customer.Id), customer.AsOf, "note", messageId, body, static (writer, body) =>
        {
            writer.WriteString("text"u8, body.Text);
            writer.WriteString("author"u8, body.Author);
        }, cancellationToken);

    public ValueTask<LogAppend> DeleteNote(CustomerView customer, NotePlace note, string holder, string? messageId, CancellationToken cancellationToken) =>
        Record(new(customer.Store, customer.Id), customer.AsOf, "noteDeleted", messageId, (note, holder), static (writer, deleted) =>
        {
            writer.WriteString("note"u8, deleted.note.ToString());
            writer.WriteString("of"u8, deleted.holder);
        }, cancellationToken);

    /// <summary>The two are one person.</summary>
    public LogAppend Merge(CustomerView customer, string with) => Between(customer, MergeRequest.Merge(with, customer.AsOf));

    /// <summary>A part of the customer is another person after all.</summary>
    public LogAppend Unmerge(CustomerView customer, string part) => Between(customer, MergeRequest.Unmerge(part, customer.AsOf));

    private LogAppend Between(CustomerView customer, ReadOnlyMemory<byte> payload)
    {
        var key = new CustomerKey(customer.Store, customer.Id);
        return new(HomePartition.Of(key, log.Partitions), RecordKind.Event, key.Text, payload, null, Traces.Current);
    }

    /// <summary>That the customer is to be forgotten, with all that is dated by then.</summary>
    public ValueTask<LogAppend> Erase(CustomerKey customer, Guid erasure, Instant at, bool block, CancellationToken cancellationToken) =>
        Record(customer, at, "erase", $"erase:{erasure}", block, static (writer, block) => writer.WriteBoolean("block"u8, block), cancellationToken, at);

    private async ValueTask<LogAppend> Record<T>(
        CustomerKey customer, Instant asOf, string type, string? messageId, T body, Action<Utf8JsonWriter, T> write, CancellationToken cancellationToken, Instant? at = null)
    {
        var store = await stores.Find(customer.Store, cancellationToken);
        var now = Instant.From(time.GetUtcNow());
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, type);
            writer.WriteString(customer.Id[0] == 'u' ? "userId"u8 : "anonymousId"u8, customer.Id.AsSpan(2));
            writer.WriteString("messageId"u8, messageId ?? Guid.CreateVersion7(time.GetUtcNow()).ToString());
            writer.WriteString("receivedAt"u8, now.ToString());

            // On the log's clock a record moves time to the instant it names: a write from now must not move a history of years ago to today.
            writer.WriteString("timestamp"u8, (at ?? (store?.Clock == StoreClock.Log ? asOf : now)).ToString());
            write(writer, body);
            writer.WriteEndObject();
        }

        return new(HomePartition.Of(customer, log.Partitions), RecordKind.Event, customer.Text, buffer.WrittenMemory, null, Traces.Current);
    }

    private static void WriteAll(Utf8JsonWriter writer, string name, IReadOnlyList<string>? values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values ?? [])
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
