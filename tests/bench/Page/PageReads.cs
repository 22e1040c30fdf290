using System.Diagnostics;
using System.Net.Http.Headers;
using Crm.Bench.Store1m;

namespace Crm.Bench.Page;

/// <summary>Customers' pages asked for at a rate, whether the answers come or not; each is timed from when it is sent. No answer holds up the next, so that nothing slow hides anything; that the sender itself wakes some milliseconds late is not the page's.</summary>
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

    /// <summary>One read each, in order.</summary>
    public async Task<PageTimes> Run(IEnumerable<int> customers, int perSecond)
    {
        var before = await Usage.Of(_store);
        var start = Stopwatch.GetTimestamp();
        var reads = new List<Task<double>>();
        foreach (var customer in customers)
        {
            var due = start + reads.Count * Stopwatch.Frequency / perSecond;
            if (Stopwatch.GetTimestamp() < due)
            {
                await Task.Delay(Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due));
            }

            reads.Add(Read(customer));
        }

        var times = await Task.WhenAll(reads);
        var after = await Usage.Of(_store);
        Array.Sort(times);
        return new(times, (after.Silo - before.Silo) / times.Length, (after.Postgres - before.Postgres) / times.Length, (after.Allocated - before.Allocated) / times.Length);
    }

    public void Dispose() => _http.Dispose();

    private async Task<double> Read(int customer)
    {
        var sent = Stopwatch.GetTimestamp();
        using var answer = await _http.GetAsync(new Uri($"/api/v1/customers/u:{customer}", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
        return Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
    }

    private sealed record Usage(TimeSpan Silo, TimeSpan Postgres, double Allocated)
    {
        public static async Task<Usage> Of(StoreUnderTest store) => new(ProcessorTime.Of(store.Silo.Id), await ProcessorTime.OfServer(store.Database), await store.Allocated());
    }
}

/// <param name="Milliseconds">Ascending.</param>
/// <param name="Silo">Its processor time a page, with whatever else it did.</param>
/// <param name="Postgres">The same.</param>
/// <param name="Allocated">By the silo, bytes a page, likewise.</param>
internal sealed record PageTimes(double[] Milliseconds, TimeSpan Silo, TimeSpan Postgres, double Allocated)
{
    public double At(double share) => Milliseconds[(int)(Milliseconds.Length * share)];
}
