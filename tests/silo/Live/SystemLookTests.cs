using System.Collections.Immutable;
using Crm.Core.Time;
using Crm.Ingest.Commits;
using Crm.Ingest.Logs;
using Crm.Postgres.Live;
using Crm.Silo.Engine;
using Crm.Silo.Live;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Tests.Live;

/// <summary>What is told of lag and health, with the log and the partitions' rows as the test says.</summary>
public class SystemLookTests
{
    private readonly Clock _clock = new();
    private readonly Ends _log;
    private readonly Rows _rows;
    private readonly SystemLook _look;

    public SystemLookTests()
    {
        (_log, _rows) = (new(_clock), new(_clock));
        _look = new(_rows, _log, new ClusterMembers(null!), Options.Create(new OrleansOptions()), _clock);
    }

    [Fact]
    public async Task Look_NothingWaits_HasNoLagAndAllIsWell()
    {
        (_log.Last, _rows.Durable) = (5, 5);

        Assert.Equal("0 log.ok database.ok pumps.ok cluster.one", await Look());
        Assert.Equal(0, _log.Asked);
    }

    [Theory]
    [InlineData(9, "9 log.ok database.ok pumps.ok cluster.one")]
    [InlineData(10, "10 log.ok database.ok pumps.behind cluster.one")]
    [InlineData(60, "60 log.ok database.ok pumps.stuck cluster.one")]
    public async Task Look_RecordWaits_TellsItsAgeAtTheFirstLook(int seconds, string expected)
    {
        (_log.Last, _rows.Durable, _log.AppendedAt) = (6, 5, _clock.Now);
        _clock.Pass(seconds);

        Assert.Equal(expected, await Look());
    }

    // What came in since the look before is not asked for; what stays where it was is known already.
    [Fact]
    public async Task Look_AgainAndAgain_AsksTheLogOncePerPlace()
    {
        (_log.Last, _rows.Durable) = (5, 5);
        await Look();
        _clock.Pass(1);
        (_log.Last, _log.AppendedAt) = (6, _clock.Now);
        Assert.StartsWith("0 ", await Look(), StringComparison.Ordinal);
        Assert.Equal(0, _log.Asked);
        _clock.Pass(1);
        Assert.StartsWith("1 ", await Look(), StringComparison.Ordinal);
        _clock.Pass(1);
        Assert.StartsWith("2 ", await Look(), StringComparison.Ordinal);
        Assert.Equal(1, _log.Asked);
        _rows.Durable = 6;
        Assert.StartsWith("0 ", await Look(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_PlaceWithoutARecord_HasNoLag()
    {
        (_log.Last, _rows.Durable, _log.AppendedAt) = (6, 5, null); // a broker's own mark
        Assert.StartsWith("0 ", await Look(), StringComparison.Ordinal);
        _clock.Pass(1);
        Assert.StartsWith("0 ", await Look(), StringComparison.Ordinal);
        Assert.Equal(1, _log.Asked);
    }

    [Fact]
    public async Task Look_LogAway_SaysSoAndKnowsNoLag()
    {
        _log.Away = true;

        Assert.Equal("? log.silent database.ok pumps.unknown cluster.one", await Look());
    }

    [Fact]
    public async Task Look_SlowAnswers_AreToldAsSlow()
    {
        (_log.Last, _rows.Durable) = (5, 5);
        _log.Takes = _rows.Takes = TimeSpan.FromMilliseconds(500);

        Assert.Equal("0 log.slow database.slow pumps.ok cluster.one", await Look());
    }

    [Fact]
    public async Task Look_DatabaseAway_SaysSo()
    {
        _rows.Away = true;

        Assert.Equal("? log.ok database.silent pumps.unknown cluster.one", await Look());
    }

    private async Task<string> Look()
    {
        var state = await _look.Look(default);
        return FormattableString.Invariant($"{(state.LagSeconds is { } lag ? FormattableString.Invariant($"{lag}") : "?")} {string.Join(' ', state.Health.Select(static part => part.Code))}");
    }

    private sealed class Clock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

        public Instant Now => Instant.From(_now);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _now.Ticks;

        public void Pass(double seconds) => _now = _now.AddSeconds(seconds);

        public void Pass(TimeSpan time) => _now += time;
    }

    private sealed class Rows(Clock clock) : IDurablePositions
    {
        public long Durable { get; set; }

        public bool Away { get; set; }

        public TimeSpan Takes { get; set; }

        public Task<IReadOnlyList<PartitionState>> Read(CancellationToken cancellationToken)
        {
            clock.Pass(Takes);
            return Away ? throw new TimeoutException() : Task.FromResult<IReadOnlyList<PartitionState>>([new(1, null, new(0, Durable, [], []))]);
        }
    }

    private sealed class Ends(Clock clock) : ILog
    {
        public long Last { get; set; }

        public Instant? AppendedAt { get; set; }

        public bool Away { get; set; }

        public TimeSpan Takes { get; set; }

        public int Asked { get; private set; }

        public int Partitions => 1;

        public string Generation => "";

        public ValueTask<LogRange> Range(int partition, CancellationToken cancellationToken)
        {
            clock.Pass(Takes);
            return Away ? throw new LogUnavailableException() : new(new LogRange(-1, Last));
        }

        public ValueTask<Instant?> AppendedAfter(int partition, long after, CancellationToken cancellationToken)
        {
            Asked++;
            return new(AppendedAt);
        }

        public ValueTask<ImmutableArray<LogPosition>> Append(IReadOnlyList<LogAppend> records, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<LogRecord>> Read(int partition, long after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException("It would take from a pump.");

        public ValueTask WaitForMore(int partition, long after, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask Release(int partition, long through, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
