using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using Crm.Core.Automations;
using Crm.Core.Time;
using Crm.Grains.Triggers;
using Crm.Ingest.Logs;
using Crm.Ingest.Telemetry;
using Crm.Silo.Customers;
using Crm.Silo.Webhooks;

namespace Crm.Silo.Automations;

/// <summary>Does what an action says: posts, appends, logs.</summary>
internal sealed class ActionExecutor(WebhookSender webhooks, ILog log, CustomerWrites writes, TimeProvider time, ILogger<ActionExecutor> logger) : IActionExecutor
{
    public async Task<ActionOutcome> Execute(ClaimedAction action, ActionStep step, CancellationToken cancellationToken)
    {
        using var span = Traces.Continue(action.TraceParent, "crm.action", ActivityKind.Client);
        var outcome = await Do(action, step, cancellationToken);
        if (span is not null)
        {
            span.SetTag("crm.store", action.Store).SetTag("crm.automation", action.Automation).SetTag("crm.step", action.Step).SetTag("crm.attempt", action.Attempt)
                .SetTag("crm.outcome", outcome.Failure?.ToString().ToLowerInvariant() ?? "done").SetTag("http.response.status_code", outcome.Status);
            span.SetStatus(outcome.Failure is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error, outcome.Reason);
        }

        return outcome;
    }

    private async Task<ActionOutcome> Do(ClaimedAction action, ActionStep step, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case WebhookStep webhook:
                return await webhooks.Send(webhook.Url, action.Store, action.Key, Instant.From(time.GetUtcNow()), Payload(action), cancellationToken);
            case TagStep tag:
                return await Tag(action, tag, cancellationToken);
            case LogStep line:
                logger.ActionLogged(action.Store, action.Automation, action.Key, line.Text);
                return ActionOutcome.Done();
            default:
                throw new UnreachableException();
        }
    }

    private async Task<ActionOutcome> Tag(ClaimedAction action, TagStep tag, CancellationToken cancellationToken)
    {
        try
        {
            await log.Append([await writes.Tags(new(action.Store, action.Customer), action.At, new(tag.Add, tag.Remove), action.Key, cancellationToken)], cancellationToken);
            return ActionOutcome.Done();
        }
        catch (LogUnavailableException unavailable)
        {
            return ActionOutcome.Failed(ActionFailure.Unreachable, unavailable.Message);
        }
    }

    /// <summary>The same bytes at every attempt.</summary>
    internal static ReadOnlyMemory<byte> Payload(ClaimedAction action)
    {
        var buffer = new ArrayBufferWriter<byte>(action.Document.Length + 400);
        using var writer = new Utf8JsonWriter(buffer, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteString("type"u8, "automation.action"u8);
        writer.WriteString("timestamp"u8, action.At.ToString());
        writer.WriteStartObject("data"u8);
        writer.WriteString("id"u8, action.Key);
        writer.WriteString("store"u8, action.Store);
        writer.WriteString("automation"u8, action.Automation);
        writer.WriteNumber("version"u8, action.Version);
        writer.WriteNumber("run"u8, action.Run);
        writer.WriteString("step"u8, action.Step);
        writer.WriteString("at"u8, action.At.ToString());
        writer.WritePropertyName("customer"u8);
        writer.WriteRawValue(action.Document.Span, skipInputValidation: true);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
