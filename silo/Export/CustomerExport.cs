using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Crm.Core.Customers;
using Crm.Core.Customers.Json;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Core.Values;
using Crm.Postgres.Archive;
using Crm.Postgres.Automations;
using Crm.Silo.Automations;
using Crm.Silo.Customers;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Export;

/// <summary>Answers with one customer's document, written while it is read: a history has no limit. Cut off, it lacks its last member.</summary>
internal sealed class CustomerExport(
    Exports exports, StoreSettings store, CustomerView view, ImmutableArray<OrderView> orders, IReadOnlyList<(string Automation, RunRecord Run)> runs) : IResult
{
    public const string Format = "crm.customer-export";
    public const int Version = 1;
    public const string Schema = "export.schema.json";

    private const int FlushBytes = 32 * 1024;
    private const string About =
        "All that this store holds of one customer. Instants are UTC ISO-8601, amounts decimal strings in the store's currency. The schema says what each member is.";

    private const string NoEvents = "The log keeps the events (Crm:Pump:Archive is Log): those of one customer cannot be found there.";

    private static readonly TimelineFilter Notes = TimelineFilter.All with { Types = [EventType.Note] };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json";
        response.Headers.ContentDisposition = "attachment; filename=\"customer.json\""; // a name of the customer's own would be in logs of what is between
        response.Headers.CacheControl = "no-store";
        var json = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        try
        {
            await using var writer = new Utf8JsonWriter(response.BodyWriter, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            writer.WriteStartObject();
            WriteHead(writer);
            WriteState(writer, json);
            await WriteEvents(writer, response.BodyWriter, json, httpContext.RequestAborted);
            writer.WriteBoolean("complete"u8, true);
            writer.WriteEndObject();
        }
        finally
        {
            exports.Closed();
        }
    }

    private void WriteHead(Utf8JsonWriter writer)
    {
        writer.WriteString("format"u8, Format);
        writer.WriteNumber("version"u8, Version);
        writer.WriteString("schema"u8, $"/docs/{Schema}");
        writer.WriteString("about"u8, About);
        writer.WriteString("exportedAt"u8, Instant.From(exports.Time.GetUtcNow()).ToString());
        writer.WriteString("asOf"u8, view.AsOf.ToString());
        writer.WriteStartObject("store"u8);
        writer.WriteString("name"u8, store.Name);
        writer.WriteString("currency"u8, store.Currency);
        writer.WriteString("timeZone"u8, store.Zone);
        writer.WriteEndObject();
        writer.WriteStartArray("missing"u8);
        foreach (var part in exports.HasEvents ? [] : (ReadOnlySpan<string>)["notes", "events"])
        {
            writer.WriteStartObject();
            writer.WriteString("part"u8, part);
            writer.WriteString("reason"u8, NoEvents);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteState(Utf8JsonWriter writer, JsonSerializerOptions json)
    {
        writer.WritePropertyName("profile"u8);
        JsonSerializer.Serialize(writer, CustomerBody.Of(view), json);
        writer.WriteStartArray("orders"u8);
        foreach (var order in orders)
        {
            writer.WriteStartObject();
            writer.WriteString("at"u8, order.At.ToString());
            writer.WriteString("total"u8, AmountText.Of(order.Total));
            writer.WriteString("refunded"u8, AmountText.Of(order.Refunded));
            writer.WriteBoolean("counts"u8, order.Counts);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("automationRuns"u8);
        foreach (var (automation, run) in runs)
        {
            var body = RunBody.Of(run);
            writer.WriteStartObject();
            writer.WriteString("automation"u8, automation);
            writer.WriteNumber("run"u8, body.Run);
            writer.WriteNumber("version"u8, body.Version);
            writer.WriteString("state"u8, body.State);
            writer.WriteString("startedAt"u8, body.StartedAt.ToString());
            writer.WriteString("endedAt"u8, body.EndedAt?.ToString());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private async Task WriteEvents(Utf8JsonWriter writer, PipeWriter body, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        if (exports.HasEvents)
        {
            await WriteAll(writer, body, "notes", Notes, NoteBody.Of, json, cancellationToken);
            await WriteAll(writer, body, "events", TimelineFilter.All, TimelineItem.Of, json, cancellationToken);
        }
    }

    private async Task WriteAll<T>(
        Utf8JsonWriter writer, PipeWriter body, string part, TimelineFilter filter, Func<TimelineEvent, T> show, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        writer.WriteStartArray(part);
        await foreach (var one in exports.Timeline.OldestFirst(view, filter, cancellationToken))
        {
            JsonSerializer.Serialize(writer, show(one), json);
            if (writer.BytesPending >= FlushBytes)
            {
                await writer.FlushAsync(cancellationToken);
                await body.FlushAsync(cancellationToken); // waits for a reader that is slower than we are
            }
        }

        writer.WriteEndArray();
    }
}
