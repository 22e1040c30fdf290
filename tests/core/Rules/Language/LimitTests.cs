using System.Text;
using Crm.Core.Rules.Json;
using Crm.Core.Rules.Text;

namespace Crm.Core.Tests.Rules.Language;

public class LimitTests
{
    private const string TooDeep = "The rule is nested deeper than 32 levels";

    [Theory]
    [InlineData("(", 33)]
    [InlineData("(", 16_000)]
    [InlineData("not ", 33)]
    [InlineData("not ", 4000)]
    [InlineData("not (", 3000)]
    public void Text_TooDeep_IsAnError(string opening, int count)
    {
        var error = Assert.Single(RuleText.Parse(string.Concat(Enumerable.Repeat(opening, count))).Errors);
        Assert.Equal(TooDeep, error.Message);
        Assert.InRange(error.Position, 32, 32 * 5);
    }

    [Theory]
    [InlineData("did \"A\" where ")]
    [InlineData("did \"A\" where (")]
    public void Conditions_TooDeep_AreAnError(string start)
    {
        Assert.Equal(TooDeep, Assert.Single(RuleText.Parse(start + new string('(', 15_000)).Errors).Message);
        Assert.Equal(TooDeep, Assert.Single(RuleText.Parse(start + string.Concat(Enumerable.Repeat("x (", 5000))).Errors).Message);
    }

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Depth_AtTheLimit_IsTheSameInBothForms(int depth, bool isAllowed)
    {
        var text = string.Concat(Enumerable.Repeat("not ", depth - 1)) + "everyone";
        var json = string.Concat(Enumerable.Repeat("""{"not":""", depth - 1)) + """{"everyone":true}""" + new string('}', depth - 1);
        Assert.Equal(isAllowed, RuleText.Parse(text).Success);
        Assert.Equal(isAllowed, RuleJson.Parse(Encoding.UTF8.GetBytes(json)).Success);
    }

    [Theory]
    [InlineData("""{"not":""")]
    [InlineData("""{"all":[""")]
    [InlineData("[")]
    public void Json_TooDeep_IsAnError(string opening)
    {
        var error = Assert.Single(RuleJson.Parse(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(opening, 20_000)))).Errors);
        Assert.Equal(TooDeep, error.Message);
    }

    [Theory]
    [InlineData(498, true)]
    [InlineData(500, false)]
    public void Parts_AtTheLimit_AreCounted(int count, bool isAllowed)
    {
        var text = string.Join(" or ", Enumerable.Repeat("everyone", count));
        Assert.Equal(isAllowed, RuleText.Parse(text).Success);
        Assert.Equal(isAllowed, RuleJson.Parse(Encoding.UTF8.GetBytes($$"""{"any":[{{string.Join(',', Enumerable.Repeat("""{"everyone":true}""", count))}}]}""")).Success);
    }

    [Fact]
    public void Length_PastTheLimit_IsAnErrorInBothForms()
    {
        var tag = new string('x', RuleLimits.MaxText);
        Assert.Equal(RuleLimits.MaxText, Assert.Single(RuleText.Parse($"has tag \"{tag}\"").Errors).Position);
        Assert.False(RuleJson.Parse(Encoding.UTF8.GetBytes($$"""{"tag":"{{tag}}"}""")).Success);
        Assert.False(RuleJson.Parse(new byte[RuleLimits.MaxJson + 1]).Success);
    }

    [Fact]
    public void Length_OfTheCanonicalForm_Counts()
    {
        var text = $"orders in ({string.Join(',', Enumerable.Repeat("1", 8000))})";
        Assert.True(text.Length < RuleLimits.MaxText);
        Assert.Equal("The rule is longer than 16384 characters in its canonical form", Assert.Single(RuleText.Parse(text).Errors).Message);
    }

    [Theory]
    [InlineData("(a{1000}){1000}{1000}")]
    [InlineData("((((a{100}){100}){100}){100}){100}")]
    [InlineData("(a|b|c|d|e|f){1,1000}(a|b){1,1000}")]
    [InlineData("a{9000}")]
    [InlineData("(a?){5000}a{4000}")]
    public void Pattern_Explosive_IsAnError(string pattern) =>
        Assert.False(RuleText.Parse($"email matches /{pattern}/").Success);

    [Fact]
    public void Pattern_TooLongOrDeep_IsAnError()
    {
        Assert.False(RuleText.Parse($"email matches /{new string('a', 1001)}/").Success);
        Assert.NotNull(RuleText.Parse($"email matches /{new string('(', 500)}{new string(')', 500)}/"));
    }

    [Fact]
    public void Steps_PastTheLimit_AreAnError()
    {
        Assert.True(RuleText.Parse($"did {string.Join(" then ", Enumerable.Repeat("\"A\"", RuleLimits.MaxSteps))}").Success);
        Assert.False(RuleText.Parse($"did {string.Join(" then ", Enumerable.Repeat("\"A\"", RuleLimits.MaxSteps + 1))}").Success);
    }

    [Fact]
    public void Members_ManyThousands_AreAnErrorAtOnce()
    {
        var json = $$"""{{{string.Join(',', Enumerable.Range(0, 20_000).Select(static i => $"\"a{i}\":1"))}}}""";
        Assert.Equal("An object with more than 16 members", Assert.Single(RuleJson.Parse(Encoding.UTF8.GetBytes(json)).Errors).Message);
    }
}
