using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Crm.Core.Events;
using Crm.Core.Time;

namespace Crm.Bench.Micro;

/// <summary>A record's JSON to an event, beside a reader that only passes over its tokens.</summary>
public class DecodeBenchmark
{
    private const int Events = 1_000;

    private static readonly Instant Appended = Instant.From(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));

    private readonly byte[][] _events = new MicroStore(0, 1_000).NextJson(Events);

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public int Tokens()
    {
        var tokens = 0;
        foreach (var json in _events)
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                tokens++;
            }
        }

        return tokens;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public int Decode()
    {
        var good = 0;
        foreach (var json in _events)
        {
            good += EventDecoder.Decode(json, Appended).Event is null ? 0 : 1;
        }

        return good;
    }
}
