using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Crm.Core.Rules.Why;

/// <summary>Says an explanation in words, of a template and the figures and of nothing else.</summary>
public sealed class Words
{
    private readonly FrozenDictionary<string, string> _templates;
    private readonly TimeZoneInfo _zone;

    private Words(FrozenDictionary<string, string> templates, TimeZoneInfo zone) => (_templates, _zone) = (templates, zone);

    public static Words InEnglish(TimeZoneInfo zone) => new(English.Templates, zone);

    /// <summary>How the part itself stands, in one sentence without a full stop.</summary>
    public string Of(Explanation part) => _templates.TryGetValue(part.Kind, out var template) ? Fill(template, part) ?? part.Text : part.Text;

    /// <summary>The parts that decide it, one sentence each.</summary>
    public string Summary(Explanation whole)
    {
        var sentences = new List<string>();
        Collect(whole, sentences);
        return string.Join(". ", sentences.Distinct(StringComparer.Ordinal));
    }

    // The false parts of a false "and" and the true ones of a true "or" decide; otherwise all parts do.
    private void Collect(Explanation whole, List<string> sentences)
    {
        if (whole.Parts.Length == 0)
        {
            sentences.Add(Of(whole));
            return;
        }

        foreach (var part in whole.Parts)
        {
            if (whole.Rule is NotRule || whole.Holds == whole.Rule is AllRule || part.Holds == whole.Holds)
            {
                Collect(part, sentences);
            }
        }
    }

    /// <returns>Null where a figure is missing.</returns>
    private string? Fill(string template, Explanation part)
    {
        var said = new StringBuilder();
        for (var at = 0; at < template.Length;)
        {
            var end = template[at] switch { '{' => template.IndexOf('}', at), '[' => template.IndexOf(']', at), _ => -1 };
            if (end < 0)
            {
                said.Append(template[at++]);
                continue;
            }

            var inner = template[(at + 1)..end];
            var filled = template[at] == '{' ? Say(inner, part) : Fill(inner, part) ?? "";
            if (filled is null)
            {
                return null;
            }

            said.Append(filled);
            at = end + 1;
        }

        return said.ToString();
    }

    private string? Say(string name, Explanation part)
    {
        foreach (var figure in part.Figures)
        {
            if (figure.Name == name)
            {
                return Say(figure, part);
            }
        }

        return null;
    }

    private string? Say(in Figure figure, Explanation part) => figure.Unit switch
    {
        FigureUnit.Duration => string.Join(' ', figure.Length.ToString().Split(' ').Select(word => _templates.GetValueOrDefault($"unit.{word}", word))),
        FigureUnit.Instant => TimeZoneInfo.ConvertTime(figure.Value.AsInstant.ToDateTimeOffset(), _zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        FigureUnit.Word => _templates.TryGetValue($"{figure.Name}.{figure.Value.AsText}", out var template) ? Fill(template, part) : figure.Value.AsText,
        FigureUnit.Text => figure.Value.AsText,
        FigureUnit.Boolean => _templates.GetValueOrDefault($"boolean.{(figure.Value.AsBoolean ? "yes" : "no")}", figure.Value.AsBoolean ? "true" : "false"),
        _ => figure.Value.AsNumber.ToString(CultureInfo.InvariantCulture),
    };
}
