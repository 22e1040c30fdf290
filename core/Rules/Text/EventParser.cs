using System.Collections.Immutable;
using Crm.Core.Time;

namespace Crm.Core.Rules.Text;

/// <summary>Rules about what a customer did; the cursor stands after their first word.</summary>
internal sealed class EventParser(Cursor cursor)
{
    private readonly PatternParser _patterns = new(cursor);

    public Rule Did()
    {
        var pattern = _patterns.Parse();
        if (cursor.At("then"))
        {
            return Sequence(pattern);
        }

        if (cursor.TryTake("for"))
        {
            cursor.Expect("the first time");
            return new FirstTimeRule(pattern, cursor.ParseWindow());
        }

        var times = cursor.ParseTimes();
        return new DidRule(pattern, times, cursor.ParseWindow());
    }

    public RecencyRule Recency(Occurrence which)
    {
        var pattern = _patterns.Parse();
        var op = cursor.ParseAge();
        var age = cursor.ParseDuration();
        cursor.Expect("ago");
        return new(which, pattern, op, age);
    }

    private SequenceRule Sequence(EventPattern first)
    {
        var steps = ImmutableArray.Create(first);
        EventPattern? thenNot = null;
        while (thenNot is null && cursor.At("then"))
        {
            var then = cursor.Take();
            if (cursor.TryTake("not"))
            {
                thenNot = _patterns.Parse();
            }
            else
            {
                steps = steps.Add(_patterns.Parse());
                if (RuleLimits.Steps(steps.Length) is { } problem)
                {
                    cursor.Fail(then, problem);
                }
            }
        }

        if (cursor.At("then"))
        {
            cursor.Fail(cursor.Current, "Nothing can follow 'then not'", "'within'");
        }

        return new(steps, thenNot, Within(isNeeded: thenNot is not null), cursor.ParseWindow());
    }

    private CalendarDuration? Within(bool isNeeded)
    {
        if (!cursor.TryTake("within"))
        {
            if (isNeeded)
            {
                cursor.Unexpected("'within' with how long to wait for what must not follow", ["within", "where"]);
            }

            return null;
        }

        return cursor.ParseDuration();
    }
}
