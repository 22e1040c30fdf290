using System.Globalization;
using System.Text;
using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Crash.Tests.Servers;
using Crm.Ingest.Logs;

namespace Crm.Crash.Tests.Load;

/// <summary>The log as it would stand had nothing happened: each step once, in order, without ticks and records of the silo's own. On the log clock that is all that counts.</summary>
internal sealed class Undisturbed(string store)
{
    private readonly List<LogRecord>[] _partitions = [.. Enumerable.Range(0, Installation.Partitions).Select(static _ => new List<LogRecord>())];

    public IReadOnlyList<IReadOnlyList<LogRecord>> Partitions => _partitions;

    public void Add(Step step, int version)
    {
        switch (step)
        {
            case Step.Events events:
                foreach (var (customer, json) in events.All)
                {
                    var key = new CustomerKey(store, $"u:{customer}").Text;
                    Append(_partitions[HomePartition.Of(key, Installation.Partitions)], RecordKind.Event, key, json);
                }

                break;
            case Step.Clock clock:
                Everywhere(RecordKind.Tick, $$"""{"to":{{clock.To.ToUnixTimeMilliseconds()}}}""");
                break;
            case Step.Define or Step.Cut:
                Everywhere(RecordKind.Control, string.Create(CultureInfo.InvariantCulture, $$"""{"version":{{version}}}"""));
                break;
        }
    }

    private void Everywhere(RecordKind kind, string json) => Array.ForEach(_partitions, partition => Append(partition, kind, store + "/", json));

    private static void Append(List<LogRecord> partition, RecordKind kind, string key, string json) =>
        partition.Add(new(partition.Count, Instant.From(DateTimeOffset.UnixEpoch.AddYears(60)), kind, key, Encoding.UTF8.GetBytes(json)));
}
