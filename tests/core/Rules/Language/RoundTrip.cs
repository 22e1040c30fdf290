using Crm.Core.Rules;
using Crm.Core.Rules.Json;
using Crm.Core.Rules.Text;

namespace Crm.Core.Tests.Rules.Language;

internal static class RoundTrip
{
    /// <summary>tree → text → tree and tree → JSON → tree give the same tree: its dump, and both canonical forms.</summary>
    public static void Check(Rule rule)
    {
        var dump = TreeDump.Of(rule);
        var (text, json) = (RuleText.Print(rule), RuleJson.Write(rule));
        var (fromText, fromJson) = (Reading.Text(text), Reading.Json(json));
        Assert.Equal(dump, TreeDump.Of(fromText));
        Assert.Equal(dump, TreeDump.Of(fromJson));
        Assert.Equal((text, json), (RuleText.Print(fromText), RuleJson.Write(fromText)));
        Assert.Equal((text, json), (RuleText.Print(fromJson), RuleJson.Write(fromJson)));
    }
}
