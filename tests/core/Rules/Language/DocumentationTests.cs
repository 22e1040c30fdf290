using System.Text;
using System.Text.Json;
using Crm.Core.Customers;
using Crm.Core.Rules.Json;
using Crm.Core.Rules.Text;

namespace Crm.Core.Tests.Rules.Language;

public class DocumentationTests
{
    public static TheoryData<string> Texts => [.. Documentation.Of("rule")];

    public static TheoryData<string> Documents => [.. Documentation.Of("document")];

    public static TheoryData<string> Rejected => [.. Documentation.Of("rejected").SelectMany(static block => block.Split('\n'))];

    public static TheoryData<string> RejectedJson => [.. Documentation.Of("rejected-json").SelectMany(static block => block.Split('\n'))];

    /// <summary>Every JSON example with the text example before it.</summary>
    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var (text, json) in Documentation.Blocks.Zip(Documentation.Blocks.Skip(1)).Where(static pair => pair.Second.Kind == "json"))
            {
                pairs.Add(text.Content, json.Content);
            }

            return pairs;
        }
    }

    [Theory, MemberData(nameof(Texts))]
    public void TextExample_Read_PrintsBackInBothForms(string text) => RoundTrip.Check(Reading.Text(text));

    [Theory, MemberData(nameof(Pairs))]
    public void JsonExample_Read_IsTheRuleOfTheTextBeforeIt(string text, string json)
    {
        Assert.Equal(RuleText.Print(Reading.Text(text)), RuleText.Print(Reading.Json(json)));
        RoundTrip.Check(Reading.Json(json));
    }

    [Theory, MemberData(nameof(Documents))]
    public void Document_Read_WritesBack(string json)
    {
        var parse = RuleDocument.Parse(Encoding.UTF8.GetBytes(json));
        Assert.True(parse.Success, string.Join("; ", parse.Errors));
        Assert.Equal(json, RuleDocument.Write(parse.Rule));
    }

    [Theory, MemberData(nameof(Rejected))]
    public void TextNotAvailable_Read_IsRejectedByName(string text) =>
        Assert.EndsWith("is not available yet", Assert.Single(RuleText.Parse(text).Errors).Message, StringComparison.Ordinal);

    [Theory, MemberData(nameof(RejectedJson))]
    public void JsonNotAvailable_Read_IsRejectedByName(string json)
    {
        JsonDocument.Parse(json).Dispose();
        Assert.EndsWith("is not available yet", Assert.Single(RuleJson.Parse(Encoding.UTF8.GetBytes(json)).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_All_AreOnThePage()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Rules", "Language", "rules.md"));
        Assert.All(CustomerFields.All, field => Assert.Contains($"`{field.Name}`", page, StringComparison.Ordinal));
        Assert.All(CustomerFields.Reserved, name => Assert.Contains($"\n{name} ", page, StringComparison.Ordinal));
    }
}
