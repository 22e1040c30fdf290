using System.Collections.Immutable;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Rules.Why;

/// <summary>Gathers the figures of one part; what is missing or never comes is no figure.</summary>
internal sealed class FigureList
{
    private readonly ImmutableArray<Figure>.Builder _figures = ImmutableArray.CreateBuilder<Figure>();

    /// <summary>Which of the kind's templates says it, such as "none" where nothing happened yet; null for the plain one.</summary>
    public string? Case { get; set; }

    public ImmutableArray<Figure> All => _figures.ToImmutable();

    public void Times(string name, long count) => _figures.Add(new(name, FigureUnit.Times, Value.Of(count)));

    public void Number(string name, decimal number) => _figures.Add(new(name, FigureUnit.Number, Value.Of(number)));

    public void Text(string name, string text) => _figures.Add(new(name, FigureUnit.Text, Value.Of(text)));

    public void Word(string name, string word) => _figures.Add(new(name, FigureUnit.Word, Value.Of(word)));

    public void Length(string name, CalendarDuration length) => _figures.Add(new(name, FigureUnit.Duration, default, length));

    public void At(string name, Instant at)
    {
        if (at != Instant.Never)
        {
            _figures.Add(new(name, FigureUnit.Instant, Value.Of(at)));
        }
    }

    /// <summary>A field's value; one that is missing is the case "none".</summary>
    public void Known(in Value value)
    {
        Case = value.IsMissing ? "none" : null;
        Add("value", value);
    }

    public void Add(string name, in Value value)
    {
        if (!value.IsMissing)
        {
            _figures.Add(new(name, UnitOf(value.Kind), value));
        }
    }

    private static FigureUnit UnitOf(ValueKind kind) => kind switch
    {
        ValueKind.Number => FigureUnit.Number,
        ValueKind.Boolean => FigureUnit.Boolean,
        ValueKind.Instant => FigureUnit.Instant,
        _ => FigureUnit.Text,
    };
}
