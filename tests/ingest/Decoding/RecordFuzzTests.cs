using System.Collections.Immutable;
using System.Text;
using Crm.Core.Time;
using Crm.Ingest.Commits;
using Crm.Ingest.Decoding;
using Crm.Ingest.Forwarding;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Tests.Decoding;

/// <summary>Whatever a producer puts into the log: a record is understood, or is a dead letter that says why.</summary>
public sealed class RecordFuzzTests
{
    private const int Partitions = 3;

    private static readonly string[] Keys = ["", "/", "shop", "shop/", "shop/u:1", "shop/u:2", "shop//", "/u:1", "\0/u:1", "shop/u:\ud800", "other/a:x", new('k', 70_000)];

    private static readonly string[] Payloads =
    [
        "", "{}", "[]", "null", "1", "\"\"", "{\"version\":1}", "{\"version\":0}", "{\"version\":1e400}", "{\"version\":\"1\"}", "{\"version\":9223372036854775807}", "{\"version\":1,\"version\":2}",
        "{\"to\":1}", "{\"to\":-1}", "{\"to\":253402300800000}", "{\"to\":null}", "{\"\\ud800\":1,\"to\":5}", "{\"to\":1} {}", "{\"type\":\"track\",\"event\":\"A\",\"userId\":\"1\"}",
        "{\"type\":\"track\",\"event\":\"A\",\"userId\":\"2\",\"timestamp\":\"9999-12-31T23:59:59Z\"}", "{\"type\":\"identify\",\"anonymousId\":\"x\"}", "{\"type\":\"page\",\"userId\":\"\\ud800\"}",
    ];

    [Fact]
    public void Decode_AnyRecord_IsUnderstoodOrADeadLetterWithAReason()
    {
        var seeds = int.TryParse(Environment.GetEnvironmentVariable("CRM_SEEDS"), out var many) ? many : 1;
        for (var seed = 1; seed <= seeds; seed++)
        {
            var random = new Random(seed);
            var home = new HomeRule(0, Partitions, new ReplayStart(-1, ImmutableDictionary<string, StoreContext>.Empty, []));
            var records = Enumerable.Range(0, 20_000).Select(offset => Record(random, offset)).ToArray();
            foreach (var (decoded, record) in new RecordDecoder(0, Partitions).Decode(records).Zip(records))
            {
                var judged = home.Judge(decoded);
                Assert.Equal(record.Offset, judged.Offset);
                Assert.NotEqual("", judged.Trouble);
                Assert.True(judged.Trouble is not null || judged.Event is not null || judged.TickTo is not null || judged.Definitions > 0);
                Assert.True(judged.Kind != RecordKind.Event || judged.Trouble is null || judged.Reason is not null, judged.Trouble);
                Assert.True(!judged.IsForCustomer || judged.Home == 0);
            }
        }
    }

    private static LogRecord Record(Random random, long offset)
    {
        var payload = Encoding.UTF8.GetBytes(Payloads[random.Next(Payloads.Length)]);
        if (payload.Length > 0 && random.Next(4) == 0)
        {
            payload[random.Next(payload.Length)] = (byte)random.Next(256);
        }

        var origin = random.Next(3) == 0 ? new Origin(random.Next(-1, 5), random.Next(-1, 20), new Instant(random.NextInt64(-5, 1L << 50))) : null;
        var kind = random.Next(10) == 0 ? (RecordKind)random.Next(256) : (RecordKind)random.Next(3);
        return new(offset, new Instant(random.NextInt64(1L << 45)), kind, Keys[random.Next(Keys.Length)], payload, origin, random.Next(5) == 0 ? "no trace" : null);
    }
}
