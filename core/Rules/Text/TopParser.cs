using System.Globalization;
using Crm.Core.Rfm;

namespace Crm.Core.Rules.Text;

/// <summary><c>top N % by FIELD</c>.</summary>
internal static class TopParser
{
    public static TopRule Parse(Cursor cursor)
    {
        var number = cursor.Current;
        var percent = number.Kind == TokenKind.Number ? decimal.Parse(number.Text, CultureInfo.InvariantCulture) : 0;
        if (!TopShare.IsPercent(percent))
        {
            cursor.Unexpected(TopShare.Expected, []);
        }

        cursor.Take();
        cursor.Expect("% by");
        foreach (var field in TopShare.Fields)
        {
            cursor.AtEnd?.Add(field);
        }

        var share = TopShare.Of(percent, cursor.Current.Text);
        if (share is null || cursor.Current.Kind != TokenKind.Word)
        {
            cursor.Unexpected(string.Join(", ", TopShare.Fields), TopShare.Fields);
        }

        cursor.Take();
        return new(share ?? default);
    }
}
