using Crm.Core.Customers.Json;
using Crm.Core.Time;
using Crm.GrainInterfaces.Customers;
using Crm.Ingest.Pumps;
using Crm.Silo.Auth;
using Crm.Silo.Http;
using Orleans;

namespace Crm.Silo.Collector;

/// <summary>Takes events in: answers success only once the log has them.</summary>
internal sealed class Collector(Senders senders, Intake intake, AppliedPositions applied, IGrainFactory grains, CollectorMetrics metrics, TimeProvider time)
{
    /// <param name="context">The request.</param>
    /// <param name="type">That of the route; null for a batch.</param>
    public async Task<IResult> Receive(HttpContext context, string? type)
    {
        try
        {
            var answer = await Take(context, type);
            metrics.Answered(answer);
            return answer;
        }
        catch (Exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            metrics.Failed();
            throw;
        }
    }

    private async Task<IResult> Take(HttpContext context, string? type)
    {
        var cancellation = context.RequestAborted;
        var wait = Wait.From(context.Request.Query, "applied");
        var (json, problem) = wait.Problem is null ? await CollectorBody.Read(context) : ([], wait.Problem);
        if (problem is not null)
        {
            return problem;
        }

        var envelope = Envelope.Read(json, isBatch: type is null);
        if (await senders.Find(context, envelope?.WriteKey, cancellation) is not { } sender)
        {
            return Senders.Unknown;
        }

        if (Check(envelope) is { } bad)
        {
            return bad;
        }

        var receivedAt = Instant.From(time.GetUtcNow());
        var batch = CollectorBatch.From(envelope!, sender, type, receivedAt, intake.Partitions);
        return batch is null ? Problem.TooLarge(CollectorLimits.PayloadBytes) : await Append(batch, sender, isBatch: type is null, wait, cancellation);
    }

    private static Problem? Check(Envelope? envelope) => envelope switch
    {
        null => Problem.Bad("The body is not a JSON object, or a batch without a \"batch\" array."),
        { Events.Count: 0 } => Problem.Bad(new FieldError("batch", "Has no events.")),
        { Events.Count: > CollectorLimits.EventsPerBatch } =>
            new(StatusCodes.Status413PayloadTooLarge) { Detail = $"A batch may have {CollectorLimits.EventsPerBatch} events; this one has {envelope.Events.Count}." },
        _ => null,
    };

    private async Task<IResult> Append(CollectorBatch batch, Sender sender, bool isBatch, Wait wait, CancellationToken cancellationToken)
    {
        if (!isBatch && batch.Rejected is [{ Reason: not "futureDate" } rejected])
        {
            metrics.Rejected(1);
            return Problem.Bad(batch.Detail) with { Type = $"urn:crm:rejected:{rejected.Reason}" };
        }

        var (positions, problem) = await intake.Append(sender.Store, batch.Records, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        metrics.Accepted(batch.Records.Count - batch.Rejected.Count);
        metrics.Rejected(batch.Rejected.Count);
        var seen = await wait.For(positions, applied, time, cancellationToken);
        return TypedResults.Ok(new CollectorAnswer(true)
        {
            Rejected = isBatch && batch.Rejected.Count > 0 ? batch.Rejected : null,
            Applied = seen,
            Customers = seen is not null && sender.IsSecret ? await Memberships(batch) : null,
        });
    }

    private async Task<IReadOnlyList<CustomerMemberships>> Memberships(CollectorBatch batch)
    {
        var customers = new List<CustomerMemberships>(batch.Customers.Count);
        foreach (var key in batch.Customers)
        {
            var view = await grains.GetGrain<ICustomerGrain>(key.Text).Read();
            customers.Add(new(key.Id, view is null ? [] : Membership.Of(view)));
        }

        return customers;
    }
}
