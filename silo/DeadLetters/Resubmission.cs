using System.Buffers;
using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Ingest.Logs;
using Crm.Ingest.Pumps;
using Crm.Ingest.Telemetry;
using Crm.Postgres.DeadLetters;
using Crm.Silo.Collector;
using Crm.Silo.Http;

namespace Crm.Silo.DeadLetters;

/// <summary>Sends dead letters to the log again, received now: what was dated too far ahead may have come to pass.</summary>
internal sealed class Resubmission(Intake intake, AppliedPositions applied, DeadLetterList letters, TimeProvider time)
{
    public async Task<IResult> Send(string store, DeadLetter letter, Wait wait, CancellationToken cancellationToken)
    {
        var payload = Stamped(letter.Payload);
        var key = EventDecoder.Decode(payload, Instant.Never).Event is { } e ? EventHome.KeyOf(store, e).Text : letter.Key;
        var record = new LogAppend(HomePartition.Of(key, intake.Partitions), RecordKind.Event, key, payload, null, Traces.Current);
        var (positions, problem) = await intake.Append(store, [record], cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        // After the append: a crash between the two leaves it to be sent once more, which its messageId makes harmless.
        await letters.MarkResubmitted(store, letter.Id, cancellationToken);
        return TypedResults.Ok(new ResubmitAnswer(await wait.For(positions, applied, time, cancellationToken)));
    }

    private ReadOnlyMemory<byte> Stamped(ReadOnlyMemory<byte> payload)
    {
        try
        {
            var buffer = new ArrayBufferWriter<byte>(payload.Length + 64);
            EventPayload.Write(buffer, payload.Span, new EventStamp(null, Instant.From(time.GetUtcNow()).ToString()));
            return buffer.WrittenMemory;
        }
        catch (JsonException)
        {
            return payload;
        }
    }
}
