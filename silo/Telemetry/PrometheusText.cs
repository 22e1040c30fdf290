using System.Globalization;
using System.Text;

namespace Crm.Silo.Telemetry;

/// <summary>Writes metrics in the text format 0.0.4 that Prometheus reads (https://prometheus.io/docs/instrumenting/exposition_formats/).</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <returns>In many pieces: as one text it would be among the large objects, each time.</returns>
    public static StringBuilder Write(IEnumerable<Metric> metrics)
    {
        var text = new StringBuilder(16 * 1024);

        // Two meters may have instruments of one name: a name may be described only once.
        foreach (var group in metrics.GroupBy(static metric => metric.Name))
        {
            var first = group.First();
            var written = new HashSet<string>();
            text.Append("# HELP ").Append(first.Name).Append(' ').Append(Escaped(first.Help)).Append('\n');
            text.Append("# TYPE ").Append(first.Name).Append(' ').Append(TypeOf(first.Kind)).Append('\n');
            foreach (var series in group.Where(metric => metric.Kind == first.Kind).SelectMany(static metric => metric.Series.Select(series => (metric, series)))
                .OrderBy(static series => series.series.Labels, StringComparer.Ordinal))
            {
                if (written.Add(series.series.Labels))
                {
                    Write(text, series.metric, series.series);
                }
            }
        }

        return text;
    }

    private static void Write(StringBuilder text, Metric metric, MetricSeries series)
    {
        var (value, count, buckets) = series.Read();
        if (metric.Kind != MetricKind.Histogram)
        {
            Line(text, metric.Name, "", series.Labels, "", Number(value));
            return;
        }

        long below = 0;
        for (var i = 0; i < buckets.Length; i++)
        {
            below += buckets[i];
            var bound = i < metric.Bounds.Length ? Number(metric.Bounds[i]) : "+Inf";
            Line(text, metric.Name, "_bucket", series.Labels, $"le=\"{bound}\"", Number(below));
        }

        Line(text, metric.Name, "_sum", series.Labels, "", Number(value));
        Line(text, metric.Name, "_count", series.Labels, "", Number(count));
    }

    private static void Line(StringBuilder text, string name, string suffix, string labels, string more, string value)
    {
        text.Append(name).Append(suffix);
        if (labels.Length + more.Length > 0)
        {
            text.Append('{').Append(labels).Append(labels.Length > 0 && more.Length > 0 ? "," : "").Append(more).Append('}');
        }

        text.Append(' ').Append(value).Append('\n');
    }

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escaped(string help) => help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };
}
