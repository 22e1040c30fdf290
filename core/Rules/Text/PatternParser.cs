using System.Collections.Immutable;
using Crm.Core.Events;
using Crm.Core.Rules.Completion;

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
            names.Add(Name(type));
        }
        else
        {
            cursor.Expect("(");
            do
            {
                names.Add(Name(type));
            }
            while (cursor.TryTake(","));
            cursor.Expect(")");
        }

        cursor.Place?.Events = names.ToImmutable();
        cursor.Place?.Type = type;
        return new(names.ToImmutable(), cursor.TryTake("where") ? _predicates.Where() : null) { Type = type };
    }

    private string Name(EventType type)
    {
        cursor.AtEnd?.Slot = type switch { EventType.Page => CompletionSlot.Page, EventType.Screen => CompletionSlot.Screen, _ => CompletionSlot.Event };
        if (cursor.Current is not { Kind: TokenKind.String, Text.Length: > 0 })
        {
            cursor.Unexpected("an event's name in quotes, any of (…), page or screen", ["any", "page", "screen"]);
        }

        return cursor.Take().Text;
    }
}
