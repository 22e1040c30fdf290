using System.Globalization;
using System.Text;
using System.Text.Json;
using Crm.Core.Rfm;
using Crm.Core.Time;

namespace Crm.Core.Tests.Customers;

/// <summary>
/// The customer recomputed from the whole list of its records by code that shares nothing with the fold: a document per
/// record, lists and LINQ.
/// </summary>
internal sealed class SlowModel
{
    private readonly List<Line> _lines = [];

    private sealed record Line(Instant Now, Instant At, string? Message, string Type, string Name, JsonElement Properties, JsonElement Root);

    private IEnumerable<Line> Seen => _lines.Where(static line => line.Type is not ("tags" or "consents"));

    /// <summary>"applied", "duplicate" or "rejected".</summary>
    public string Add(LogLine record)
    {
        var line = Parse(record);
        if (Rejected(line))
        {
            return "rejected";
        }

        var messages = _lines.Where(static known => known.Message is not null).ToList();
        if (line.Message is not null && messages.Where((known, i) =>
            known.Message == line.Message && (i >= messages.Count - 64 || line.Now - known.Now <= 600_000)).Any())
        {
            return "duplicate";
        }

        _lines.Add(line);
        return "applied";
    }

    /// <summary>Everything that it knows, as one text to compare.</summary>
    public string Describe(Instant now)
    {
        var text = new StringBuilder();
        var orders = Orders().ToList();
        var counted = orders.Where(static order => order.Date is not null).ToList();
        var (revenue, refunded) = (counted.Sum(static order => order.Total), orders.Sum(static order => order.Refunded));
        var last = counted.Max(static order => order.Date);
        text.Append(CultureInfo.InvariantCulture, $"orders {counted.Count} {revenue:0.######} {refunded:0.######} {counted.Min(static order => order.Date)} {last}\n");
        text.Append(CultureInfo.InvariantCulture, $"seen {Min(Seen.Select(static line => line.At))} {Max(Seen.Select(static line => line.At))} {Sessions()}\n");
        text.Append(CultureInfo.InvariantCulture, $"rfm {Scores(counted.Count, revenue - refunded, last, now)}\n");
        text.Append(CultureInfo.InvariantCulture, $"stage {Stage(counted.Count, last, now)}\n");
        text.Append(CultureInfo.InvariantCulture, $"email {Latest("email")} country {Latest("country")} plan {Latest("plan")} score {Latest("score")}\n");
        text.Append(CultureInfo.InvariantCulture, $"channel {Channels().LastOrDefault()} {Channels().FirstOrDefault()} language {Language()} tags {string.Join(',', Tags())}\n");
        return text.ToString();
    }

    private static Line Parse(LogLine record)
    {
        var root = JsonDocument.Parse(record.Json).RootElement;
        var type = root.GetProperty("type").GetString()!;
        return new(
            record.Now,
            Instant.From(root.GetProperty("timestamp").GetDateTimeOffset()),
            root.TryGetProperty("messageId", out var message) ? message.GetString() : null,
            type,
            root.TryGetProperty("event", out var name) ? name.GetString()! : "",
            root.TryGetProperty(type == "identify" ? "traits" : "properties", out var properties) ? properties : JsonDocument.Parse("{}").RootElement,
            root);
    }

    private static bool Rejected(Line line) =>
        line.Name is "Order Completed" or "Order Updated" or "Order Refunded"
        && (line.Properties.TryGetProperty("currency", out _)
            || (line.Properties.TryGetProperty("total", out var total) && total.ValueKind == JsonValueKind.String));

    private IEnumerable<(Instant? Date, decimal Total, decimal Refunded)> Orders()
    {
        foreach (var order in _lines.Where(static line => line.Name.StartsWith("Order ", StringComparison.Ordinal)).GroupBy(static line => line.Properties.GetProperty("order_id").GetString()))
        {
            var completed = order.Where(static line => line.Name == "Order Completed").ToList();
            var updated = order.Where(static line => line.Name == "Order Updated").ToList();
            var refunds = order.Where(static line => line.Name == "Order Refunded").ToList();
            var total = completed.Concat(updated).Where(static line => Amount(line) is not null)
                .OrderBy(static line => line.At.Milliseconds).ThenBy(line => _lines.IndexOf(line)).Select(Amount).LastOrDefault() ?? 0;
            var cancelled = order.Any(static line => line.Name == "Order Cancelled");
            var stated = refunds.Sum(static line => Amount(line) ?? 0);
            var refunded = refunds.Any(static line => Amount(line) is null) ? Math.Max(total, stated) : stated;
            Instant? date = completed.Count > 0 ? Min(completed.Select(static line => line.At)) : updated.Count > 0 ? Min(updated.Select(static line => line.At)) : null;
            yield return cancelled ? (null, 0, 0) : (date, date is null ? 0 : total, refunded);
        }
    }

    private static decimal? Amount(Line line)
    {
        foreach (var name in new[] { "total", "revenue", "value" })
        {
            if (line.Properties.TryGetProperty(name, out var amount))
            {
                return amount.GetDecimal();
            }
        }

        return null;
    }

    private int Sessions()
    {
        var visits = _lines.Where(static line => line.Type is "track" or "page").Select(static line => line.At).ToList();
        return visits.Where((at, i) => i == 0 || at - Max(visits.Take(i))!.Value > 30 * 60_000).Count();
    }

    private static RfmScores Scores(int orders, decimal monetary, Instant? last, Instant now)
    {
        if (last is not { } at || orders == 0)
        {
            return default;
        }

        var days = Math.Floor((now - at) / 86_400_000.0);
        return new(
            (byte)(5 - new[] { 30, 90, 180, 365 }.Count(cut => days >= cut)),
            (byte)(1 + new[] { 2, 3, 5, 8 }.Count(cut => orders >= cut)),
            (byte)(1 + new[] { 100, 250, 500, 1000 }.Count(cut => monetary >= cut)));
    }

    private static string Stage(int orders, Instant? last, Instant now) =>
        last is not { } at ? "lead"
        : now - at >= 180 * 86_400_000L ? "lost"
        : now - at >= 90 * 86_400_000L ? "slipping"
        : orders switch { 1 => "firstOrder", < 4 => "repeat", _ => "loyal" };

    private string Latest(string trait) =>
        (from line in _lines
         where line.Type == "identify"
         from property in line.Properties.EnumerateObject()
         where property.Name == trait
         orderby line.At.Milliseconds, _lines.IndexOf(line)
         select property.Value.ValueKind == JsonValueKind.Null ? "" : property.Value.GetRawText().ToLowerInvariant()).LastOrDefault() ?? "";

    private List<string> Channels() =>
    [
        .. from line in _lines
           where line.Properties.ValueKind == JsonValueKind.Object && line.Type == "track" && line.Properties.TryGetProperty("channel", out _)
           orderby line.At.Milliseconds, _lines.IndexOf(line)
           select line.Properties.GetProperty("channel").GetString()!,
    ];

    private string? Language() =>
        (from line in _lines
         where line.Root.TryGetProperty("context", out _)
         orderby line.At.Milliseconds, _lines.IndexOf(line)
         select line.Root.GetProperty("context").GetProperty("locale").GetString()).LastOrDefault();

    private SortedSet<string> Tags()
    {
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var line in _lines.Where(static line => line.Type == "tags"))
        {
            foreach (var name in new[] { "add", "remove" })
            {
                if (line.Root.TryGetProperty(name, out var list))
                {
                    _ = name == "add" ? tags.Add(list[0].GetString()!) : tags.Remove(list[0].GetString()!);
                }
            }
        }

        return tags;
    }

    private static Instant? Min(IEnumerable<Instant> instants) => instants.Select(static at => (Instant?)at).Min();

    private static Instant? Max(IEnumerable<Instant> instants) => instants.Select(static at => (Instant?)at).Max();
}
