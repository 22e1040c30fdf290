using System.Diagnostics.Metrics;

namespace Crm.Grains.Customers;

/// <summary>How many customers this process has in memory.</summary>
public sealed class CustomerMetrics
{
    public const string MeterName = "Crm.Customers";

    private readonly Counter<long> _forgotten;
    private readonly Counter<long> _away;
    private long _resident;

    public CustomerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _forgotten = meter.CreateCounter<long>("crm.privacy.forgotten", "{record}", "Records of erased customers that were dropped: dated before the erasure, or the id is blocked; counted again where they are replayed.");
        _away = meter.CreateCounter<long>("crm.customer.calls_away", "{call}", "Calls of a customer by the pump of another process: it is not where its home partition is.");
        _away.Add(0);
        meter.CreateObservableUpDownCounter("crm.customer.resident", () => Volatile.Read(ref _resident), "{customer}", "Customers in this process's memory.");
    }

    internal void Forgot(int records) => _forgotten.Add(records);

    internal void Away() => _away.Add(1);

    internal void Came() => Interlocked.Increment(ref _resident);

    internal void Went() => Interlocked.Decrement(ref _resident);
}
