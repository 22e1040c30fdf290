using System.Globalization;
using Crm.Core.Rules.Completion;
using Crm.Core.Values;

namespace Crm.Core.Rules.Text;

/// <summary>A single value to compare to.</summary>
internal sealed class ValueParser(Cursor cursor)
{
    public Value Pattern()
    {
        if (cursor.Current.Kind != TokenKind.Pattern)
        {
            cursor.Unexpected("an expression between slashes, such as /^[0-9]+$/", []);
            return default;
        }

        var token = cursor.Take();
        if (Patterns.Problem(token.Text) is { } problem)
        {
            cursor.Fail(token, problem);
        }

        return Value.Of(token.Text);
    }

    public Value Single(Subject subject, OperatorForm form)
    {
        cursor.AtEnd?.Slot = CompletionSlot.Value;
        if (subject.Kind == ValueKind.Missing && form.Shape == OperandShape.Value)
        {
            cursor.AtEnd?.Add("true");
            cursor.AtEnd?.Add("false");
        }

        var token = cursor.Current;
        var written = Literal(token);
        var settled = subject.Settle(form, written, out var expected);
        if (written.IsMissing)
        {
            var isWord = token.Kind == TokenKind.Word && !token.IsQuoted;
            cursor.Fail(token, isWord ? $"The text {cursor.Show(token)} needs quotes" : token.Kind == TokenKind.End ? "The rule ends too early" : $"Unexpected {cursor.Show(token)}", expected, isWord ? Quoted.Print(token.Text) : null);
        }
        else if (settled.IsMissing)
        {
            cursor.Fail(token, $"{cursor.Show(token)} cannot be compared to '{subject.Name}' by '{form.Text}'", expected);
        }
        else
        {
            cursor.Take();
        }

        return settled;
    }

    private static Value Literal(Token token) => token.Kind switch
    {
        TokenKind.String => Value.Of(token.Text),
        TokenKind.Number => Value.Of(decimal.Parse(token.Text, CultureInfo.InvariantCulture)),
        TokenKind.Date => DateText.Read(token.Text).IsMissing ? default : Value.Of(token.Text),
        _ when token.Is("true") => Value.Of(true),
        _ when token.Is("false") => Value.Of(false),
        _ => default,
    };
}
