using System.Text.Json;

namespace Crm.Bench.Store1m;

/// <summary>What a run measured, each with what is to be reached, if anything.</summary>
internal sealed class Figures(string scenario)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<Figure> _figures = [];

    public void Add(string name, double value, string unit, string reach = "")
    {
        var figure = new Figure(name, Math.Round(value, value < 10 ? 3 : 1), unit, reach);
        _figures.Add(figure);
        Console.Error.WriteLine($"{figure.Name}: {figure.Value:#,0.###} {figure.Unit}{(reach.Length > 0 ? $" (to reach: {reach})" : "")}");
    }

    /// <summary>What was added by that name; null where it was not asked for.</summary>
    public double? Of(string name) => _figures.Find(figure => figure.Name == name)?.Value;

    public override string ToString() => JsonSerializer.Serialize(new { Scenario = scenario, Engine = BenchEngine.Name, Figures = _figures }, Json);

    private sealed record Figure(string Name, double Value, string Unit, string Reach);
}
