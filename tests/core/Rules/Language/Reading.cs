using System.Text;
using Crm.Core.Rules;
using Crm.Core.Rules.Json;
using Crm.Core.Rules.Text;

namespace Crm.Core.Tests.Rules.Language;

/// <summary>Reads what must be right.</summary>
internal static class Reading
{
    public static Rule Text(string text) => Rule(RuleText.Parse(text), text);

    public static Rule Json(string json) => Rule(RuleJson.Parse(Encoding.UTF8.GetBytes(json)), json);

    private static Rule Rule(RuleParse parse, string source)
    {
        Assert.True(parse.Success, $"{source}\n{string.Join("; ", parse.Errors)}");
        Assert.Empty(parse.Errors);
        return parse.Rule;
    }
}
