using System.Collections.Immutable;
using Crm.Core.Rules.Completion;

namespace Crm.Core.Rules.Text;

/// <summary>EVENT, and what follows it after "where".</summary>
internal sealed class PatternParser(Cursor cursor)
{
    private readonly PredicateParser _predicates = new(cursor);

    public EventPattern Parse()
    {
        var names = ImmutableArray.CreateBuilder<string>();
        if (!cursor.TryTake("any of"))
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

        cursor.Place?.Events = names.ToImmutable();
        return new(names.ToImmutable(), cursor.TryTake("where") ? _predicates.Where() : null);
    }

    private string Name()
    {
        cursor.AtEnd?.Slot = CompletionSlot.Event;
        if (cursor.Current is not { Kind: TokenKind.String, Text.Length: > 0 })
        {
            cursor.Unexpected("an event's name in quotes, or any of (…)", ["any"]);
        }

        return cursor.Take().Text;
    }
}
