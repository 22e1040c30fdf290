using System.Text;

namespace Crm.Silo.Telemetry;

/// <summary>Names of instruments as Prometheus has them: letters, digits and underscores, with the unit and, for counters, <c>_total</c> at the end.</summary>
internal static class PrometheusName
{
    /// <param name="name">Such as <c>crm.pump.lag</c>.</param>
    /// <param name="unit">A UCUM unit; an annotation such as <c>{record}</c> has no place in a name.</param>
    /// <param name="isCounter">Whether it only rises.</param>
    public static string Of(string name, string? unit, bool isCounter)
    {
        var text = Clean(name);
        var suffix = Unit(unit);
        text = suffix.Length == 0 || text.EndsWith($"_{suffix}", StringComparison.Ordinal) ? text : $"{text}_{suffix}";
        return !isCounter || text.EndsWith("_total", StringComparison.Ordinal) ? text : $"{text}_total";
    }

    public static string Clean(string name)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (var c in name)
        {
            var good = char.IsAsciiLetterOrDigit(c) || c == '_';
            text.Append(text.Length == 0 && char.IsAsciiDigit(c) ? "_" : "").Append(good ? c : '_');
        }

        return text.Length == 0 ? "_" : text.ToString();
    }

    private static string Unit(string? unit) => unit switch
    {
        null or "" or "1" => "",
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "By" => "bytes",
        "KiBy" => "kibibytes",
        "MiBy" => "mebibytes",
        "%" => "percent",
        "Cel" => "celsius",
        ['{', .., '}'] => "",
        _ => Clean(unit),
    };
}
