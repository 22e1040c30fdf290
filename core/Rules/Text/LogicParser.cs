using System.Collections.Immutable;

namespace Crm.Core.Rules.Text;

/// <summary>not, and, or and parentheses, binding in that order, over whatever a leaf is.</summary>
internal abstract class LogicParser<T>(Cursor cursor)
    where T : class
{
    public T Parse() => Chain("or", static parser => parser.Chain("and", static parser => parser.Unary(), parser.All), Any);

    /// <summary>What stands in the parentheses that begin here.</summary>
    public T Group()
    {
        cursor.Enter();
        cursor.Expect("(");
        var inner = Parse();
        cursor.Expect(")");
        cursor.Leave();
        return inner;
    }

    public abstract T Leaf();

    protected abstract T All(ImmutableArray<T> parts);

    protected abstract T Any(ImmutableArray<T> parts);

    protected abstract T Not(T part);

    private T Chain(string word, Func<LogicParser<T>, T> part, Func<ImmutableArray<T>, T> combine)
    {
        var parts = ImmutableArray.Create(part(this));
        while (cursor.TryTake(word))
        {
            parts = parts.Add(part(this));
        }

        return parts.Length == 1 ? parts[0] : combine(parts);
    }

    private T Unary()
    {
        if (cursor.At("("))
        {
            return Group();
        }

        if (!cursor.TryTake("not"))
        {
            return Leaf();
        }

        cursor.Enter();
        var part = Unary();
        cursor.Leave();
        return Not(part);
    }
}
