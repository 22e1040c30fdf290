using System.Diagnostics.Metrics;

namespace Crm.Grains.Customers;

/// <summary>How many customers this process has in memory.</summary>
public sealed class CustomerMetrics
{
    public const string MeterName = "Crm.Customers";

    private long _resident;

    public CustomerMetrics(IMeterFactory meters) =>
        meters.Create(MeterName).CreateObservableUpDownCounter("crm.customer.resident", () => Volatile.Read(ref _resident), "{customer}", "Customers in this process's memory.");

    internal void Came() => Interlocked.Increment(ref _resident);

    internal void Went() => Interlocked.Decrement(ref _resident);
}
