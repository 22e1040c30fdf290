using System.Text;
using Crm.Core.Rules;

namespace Crm.Core.Tests.Rules.Evaluation.Random;

/// <summary>Random conditions on properties, and properties that they can meet.</summary>
internal static class RandomPredicate
{
    private static readonly string[] Paths = ["a", "b", "list", "list.a", "list.b", "deep.a", "deep.list.a", "none.a"];

    public static Predicate Any(Draw draw, int depth = 2) => draw.Below(depth > 0 ? 10 : 5) switch
    {
        5 or 6 => new AllPredicate([.. draw.Some(0, 3, () => Any(draw, depth - 1))]),
        7 => new AnyPredicate([.. draw.Some(0, 3, () => Any(draw, depth - 1))]),
        8 => new NotPredicate(Any(draw, depth - 1)),
        9 => new ElementPredicate(draw.One("list", "deep.list", "a"), Any(draw, depth - 1)),
        _ => new PropertyPredicate(draw.One(Paths), RandomComparison.Any(draw)),
    };

    /// <summary>Of values to put together: mostly one that <see cref="Json"/> often has.</summary>
    public static string Path(Draw draw) => draw.Chance(70) ? draw.One("a", "list") : draw.One(Paths);

    public static string Json(Draw draw) => draw.Below(10) switch
    {
        0 => "",
        < 5 => $"{{\"a\":{draw.One("1", "2", "3.5", "-10", "\"2.0\"", "\"x\"")},\"list\":[{draw.One("1", "2", "10")},{draw.One("2", "\"X\"", "0.5")}]}}",
        _ => Object(draw, 3),
    };

    private static string Object(Draw draw, int depth)
    {
        var members = draw.Some(0, 4, () => $"\"{draw.One("a", "b", "list", "deep", "\\u0061")}\":{AnyJson(draw, depth)}");
        return $"{{{string.Join(',', members)}}}";
    }

    private static string AnyJson(Draw draw, int depth) => draw.Below(depth > 0 ? 9 : 5) switch
    {
        5 or 6 => $"[{string.Join(" , ", draw.Some(0, 3, () => AnyJson(draw, depth - 1)))}]",
        7 or 8 => Object(draw, depth - 1),
        _ => Scalar(draw),
    };

    private static string Scalar(Draw draw) => draw.Below(8) switch
    {
        0 => draw.One("true", "false", "null"),
        1 or 2 or 3 => draw.One("1", "2", "2.0", "-1e1", "10", "1e99", "0.5"),
        _ => new StringBuilder("\"").Append(draw.Chance(20) ? "R\\u00f3Sa" : draw.One(RandomComparison.Texts)).Append('"').ToString(),
    };
}
