using System.Diagnostics.Metrics;
using Crm.Core.Automations;
using Crm.Postgres.Live;
using Crm.Silo.Http;
using Crm.Silo.Rfm;

namespace Crm.Silo.Live;

/// <summary>The live streams that are open; they end when the process stops, so that it need not wait for them.</summary>
internal sealed class LiveStreams
{
    /// <summary>Each asks the database for the actions once a second.</summary>
    public const int Most = 100;

    private readonly LiveViews _views;
    private readonly Firings _firings;
    private readonly RfmRefresher _definitions;
    private readonly IHostApplicationLifetime _lifetime;
    private int _open;

    public LiveStreams(LiveViews views, Firings firings, RfmRefresher definitions, TimeProvider time, IHostApplicationLifetime lifetime, IMeterFactory meters)
    {
        (_views, _firings, _definitions, Time, _lifetime) = (views, firings, definitions, time, lifetime);
        meters.Create("Crm.Live").CreateObservableUpDownCounter("crm.live.streams", () => Volatile.Read(ref _open), "{stream}", "Live streams that somebody watches.");
    }

    public TimeProvider Time { get; }

    public CancellationToken Stopping => _lifetime.ApplicationStopping;

    /// <param name="store">Whose.</param>
    /// <param name="firings">Whether the caller may see automations.</param>
    public IResult Open(string store, bool firings)
    {
        if (Interlocked.Increment(ref _open) <= Most)
        {
            return new LiveStream(this, store, firings);
        }

        Closed();
        return new Problem(StatusCodes.Status429TooManyRequests) { Detail = $"{Most} live streams are open.", RetryAfter = 10 };
    }

    public void Closed() => Interlocked.Decrement(ref _open);

    public Task<StatusBody> Status(string store, CancellationToken cancellationToken) => _views.Status(store, cancellationToken);

    public Task<SystemState> System(CancellationToken cancellationToken) => _views.System(cancellationToken);

    public Task<FiringPlace> Now(string store, CancellationToken cancellationToken) => _firings.Now(store, cancellationToken);

    /// <summary>What came about and what ended since, with what each action does as far as the automation still says so.</summary>
    public async Task<IReadOnlyList<FiringBody>> News(FiringPlace place, string store, CancellationToken cancellationToken)
    {
        var news = await _firings.After(place, store, cancellationToken);
        if (news.IsEmpty)
        {
            return [];
        }

        var automations = (await _definitions.Current(store, cancellationToken)).Automations;
        return [.. news.Select(firing => FiringBody.Of(firing, StepOf(automations, firing)))];
    }

    private static AutomationStep? StepOf(IEnumerable<AutomationDefinition> automations, Firing firing) =>
        automations.FirstOrDefault(automation => automation.Id == firing.Automation)?.Steps.FirstOrDefault(step => step.Id == firing.Step);
}
