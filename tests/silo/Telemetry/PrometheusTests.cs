using System.Diagnostics.Metrics;
using Crm.Silo.Telemetry;

namespace Crm.Silo.Tests.Telemetry;

public class PrometheusTests
{
    [Theory]
    [InlineData("crm.pump.lag", "{record}", false, "crm_pump_lag")]
    [InlineData("crm.commit.duration", "s", false, "crm_commit_duration_seconds")]
    [InlineData("crm.events", "{event}", true, "crm_events_total")]
    [InlineData("process.memory", "By", false, "process_memory_bytes")]
    [InlineData("cpu.seconds", "s", true, "cpu_seconds_total")]
    [InlineData("9lives-of.ä", null, false, "_9lives_of__")]
    public void Of_Instrument_IsAPrometheusName(string name, string? unit, bool isCounter, string expected) =>
        Assert.Equal(expected, PrometheusName.Of(name, unit, isCounter));

    [Fact]
    public void Write_CounterGaugeAndHistogram_AreInTheTextFormat()
    {
        using var meter = new Meter("Crm.Test.Text");
        var counter = new Metric("c_total", MetricKind.Counter, "All\nof \\ them.", [], isObserved: false);
        counter.Record(2, []);
        counter.Record(1.5, []);
        counter.Record(1, [new("a", "x\"y\\z\n"), new("b.c", 3), new("d", true)]);
        var histogram = new Metric("h", MetricKind.Histogram, "", [0.1, 1], isObserved: false);
        foreach (var value in (double[])[0.05, 0.1, 0.5, 7])
        {
            histogram.Record(value, [new("p", 1)]);
        }

        var gauge = new Metric("g", MetricKind.Gauge, "", [], isObserved: true);
        gauge.Record(5, []);
        gauge.Record(double.PositiveInfinity, []);

        Assert.Equal("""
            # HELP c_total All\nof \\ them.
            # TYPE c_total counter
            c_total 3.5
            c_total{a="x\"y\\z\n",b_c="3",d="true"} 1
            # HELP h 
            # TYPE h histogram
            h_bucket{p="1",le="0.1"} 2
            h_bucket{p="1",le="1"} 3
            h_bucket{p="1",le="+Inf"} 4
            h_sum{p="1"} 7.65
            h_count{p="1"} 4
            # HELP g 
            # TYPE g gauge
            g +Inf

            """, PrometheusText.Write([counter, histogram, gauge]).ToString());
    }

    [Fact]
    public void Record_TagsWithoutBound_EndInOneSeries()
    {
        var metric = new Metric("c", MetricKind.Counter, "", [], isObserved: false);

        for (var i = 0; i < 10_000; i++)
        {
            metric.Record(1, [new("id", $"{i}{new string('x', 600)}")]);
        }

        Assert.Equal(Metric.MaxSeries + 1, metric.Series.Count());
        Assert.Equal(10_000 - Metric.MaxSeries, metric.Series.Single(static series => series.Labels.Contains("overflow", StringComparison.Ordinal)).Read().Value);
    }

    [Fact]
    public async Task Write_OurMeters_AreMeasured()
    {
        using var metrics = new Metrics();
        await metrics.StartAsync(default);
        using var meter = new Meter("Crm.Test.Collect");
        using var other = new Meter("Elsewhere");
        meter.CreateCounter<long>("crm.test.things").Add(3, new KeyValuePair<string, object?>("kind", "a"));
        meter.CreateObservableGauge("crm.test.level", static () => 7);
        other.CreateCounter<long>("elsewhere.things").Add(1);

        var text = metrics.Write().ToString();

        Assert.Contains("crm_test_things_total{kind=\"a\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("crm_test_level 7\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_ObservedSeriesThatWent_IsNotThereAnyMore()
    {
        using var metrics = new Metrics();
        await metrics.StartAsync(default);
        using var meter = new Meter("Crm.Test.Went");
        int[] partitions = [1, 2];
        meter.CreateObservableGauge("crm.test.partition", () => partitions.Select(static partition => new Measurement<int>(7, new KeyValuePair<string, object?>("partition", partition))));

        var before = metrics.Write().ToString();
        partitions = [2];
        var after = metrics.Write().ToString();

        Assert.Contains("crm_test_partition{partition=\"1\"} 7\n", before, StringComparison.Ordinal);
        Assert.DoesNotContain("crm_test_partition{partition=\"1\"}", after, StringComparison.Ordinal);
        Assert.Contains("crm_test_partition{partition=\"2\"} 7\n", after, StringComparison.Ordinal);
    }
}
