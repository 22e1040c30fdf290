using System.Diagnostics;
using System.Net.Http.Headers;
using Crm.Bench.Store1m;

namespace Crm.Bench.Page;

/// <summary>Customers' pages asked for at a rate, whether the answers come or not; each is timed from when it was due.</summary>
internal sealed class PageReads : IDisposable
{
    private readonly StoreUnderTest _store;
    private readonly HttpClient _http;

    public PageReads(StoreUnderTest store)
    {
        _store = store;
        _http = new() { BaseAddress = store.Silo.Url };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", store.ApiKey);
    }

    /// <summary>Processor time of silo and server in so long, with nothing but the load.</summary>
    public async Task<(TimeSpan Silo, TimeSpan Postgres)> Idle(TimeSpan duration)
    {
        var (silo, postgres) = await Used();
        await Task.Delay(duration);
        var (siloThen, postgresThen) = await Used();
        return (siloThen - silo, postgresThen - postgres);
    }

    /// <summary>One read each, in order.</summary>
    public async Task<PageTimes> Run(IEnumerable<int> customers, int perSecond)
    {
        var (silo, postgres) = await Used();
        var start = Stopwatch.GetTimestamp();
        var reads = new List<Task<double>>();
        foreach (var customer in customers)
        {
            var due = start + reads.Count * Stopwatch.Frequency / perSecond;
            if (Stopwatch.GetTimestamp() < due)
            {
                await Task.Delay(Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due));
            }

            reads.Add(Read(customer, due));
        }

        var times = await Task.WhenAll(reads);
        var (siloThen, postgresThen) = await Used();
        Array.Sort(times);
        return new(times, Stopwatch.GetElapsedTime(start), siloThen - silo, postgresThen - postgres);
    }

    public void Dispose() => _http.Dispose();

    private async Task<double> Read(int customer, long due)
    {
        using var answer = await _http.GetAsync(new Uri($"/api/v1/customers/u:{customer}", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
        return Stopwatch.GetElapsedTime(due).TotalMilliseconds;
    }

    private async Task<(TimeSpan Silo, TimeSpan Postgres)> Used() => (ProcessorTime.Of(_store.Silo.Id), await ProcessorTime.OfServer(_store.Database));
}

/// <param name="Milliseconds">Ascending.</param>
/// <param name="Took">All together.</param>
/// <param name="Silo">Its processor time, with that of the load.</param>
/// <param name="Postgres">The same.</param>
internal sealed record PageTimes(double[] Milliseconds, TimeSpan Took, TimeSpan Silo, TimeSpan Postgres)
{
    public double At(double share) => Milliseconds[(int)(Milliseconds.Length * share)];
}
