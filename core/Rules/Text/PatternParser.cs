using System.Collections.Immutable;
using Crm.Core.Events;

namespace Crm.Core.Rules.Text;

/// <summary>EVENT, and what follows it after "where".</summary>
internal sealed class PatternParser(Cursor cursor)
{
    private readonly PredicateParser _predicates = new(cursor);

    public EventPattern Parse()
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var type = cursor.TryTake("page") ? EventType.Page : cursor.TryTake("screen") ? EventType.Screen : EventType.Track;
        if (type != EventType.Track || !cursor.TryTake("any of"))
        {
            names.Add(Name());
        }
        else
        {
            cursor.Expect("(");
            do
            {
                names.Add(Name());
            }
            while (cursor.TryTake(","));
            cursor.Expect(")");
        }

        return new(names.ToImmutable(), cursor.TryTake("where") ? _predicates.Where() : null) { Type = type };
    }

    private string Name()
    {
        if (cursor.Current is not { Kind: TokenKind.String, Text.Length: > 0 })
        {
            cursor.Unexpected("an event's name in quotes, any of (…), page or screen", ["any", "page", "screen"]);
        }

        return cursor.Take().Text;
    }
}
