using System.Text;
using System.Text.Json;
using Crm.Core.Rules.Json;
using Crm.Core.Rules.Text;

namespace Crm.Core.Tests.Rules.Language;

public class JsonTests
{
    [Theory]
    [InlineData("""{"all":[{"everyone":true}]}""", """{"everyone":true}""")]
    [InlineData("""{"field":"COUNTRY","op":"=","value":"BR"}""", """{"field":"country","op":"=","value":"BR"}""")]
    [InlineData("""{"value":1.50,"op":"=","field":"orders"}""", """{"field":"orders","op":"=","value":1.5}""")]
    [InlineData("""{"field":"email","op":"matches","value":"a\\/b"}""", """{"field":"email","op":"matches","value":"a/b"}""")]
    [InlineData("""{"field":"lastSeen","op":"before","value":"2017-03-01T10:00:00-03:00"}""", """{"field":"lastSeen","op":"before","value":"2017-03-01T13:00:00.000Z"}""")]
    [InlineData("""{"field":"lastSeen","op":"olderThan","value":"P1M2D"}""", """{"field":"lastSeen","op":"olderThan","value":"P1M2D"}""")]
    [InlineData("""{"field":"lastSeen","op":"olderThan","value":"P1Y2MT1H30M0.5S"}""", """{"field":"lastSeen","op":"olderThan","value":"P14MT5400.5S"}""")]
    [InlineData("""{"field":"lastSeen","op":"olderThan","value":"P7D"}""", """{"field":"lastSeen","op":"olderThan","value":"P7D"}""")]
    [InlineData("""{"did":["A"],"times":{"op":">=","n":1}}""", """{"did":"A"}""")]
    [InlineData("""{"did":"A","times":{"n":2,"op":"="}}""", """{"did":"A","times":{"op":"=","n":2}}""")]
    public void Parse_Json_WritesCanonically(string json, string canonical)
    {
        var rule = Reading.Json(json);
        Assert.Equal(canonical, RuleJson.Write(rule));
        RoundTrip.Check(rule);
    }

    /// <summary>The fault begins at the first § and ends at the second.</summary>
    [Theory]
    [InlineData("""{"field":§"contry"§,"op":"=","value":"BR"}""", "Unknown field 'contry'", "/field", "country")]
    [InlineData("""{"field":"country","op":§"contain"§,"value":"BR"}""", "Unknown operator 'contain'", "/op", "contains")]
    [InlineData("""{"field":"country","op":"=","value":§null§}""", "This cannot be compared to 'country' by '='", "/value", null)]
    [InlineData("""{"field":"country","op":"=","value":§["BR"]§}""", "This cannot be compared to 'country' by '='", "/value", null)]
    [InlineData("""{"field":"country","op":"known",§"value"§:1}""", "'known' has no value", "/value", null)]
    [InlineData("""§{"field":"country","op":"="}§""", "The member 'value' is missing", "", null)]
    [InlineData("""{"field":"country","op":"=","value":"BR",§"valeu"§:1}""", "Unknown member 'valeu'", "/valeu", "value")]
    [InlineData("""{"tag":"a",§"tag"§:"b"}""", "The member 'tag' is there twice", "/tag", null)]
    [InlineData("""{"all":[{"tag":"a"},{"any":§[]§}]}""", "'any' is not an array of at least one part", "/all/1/any", null)]
    [InlineData("""{"all":[{"tag":"a"},§3§]}""", "Not an object", "/all/1", null)]
    [InlineData("""{"all":[{"tag":"a"},§{}§]}""", "An empty object", "/all/1", null)]
    [InlineData("""{§"dit"§:"A"}""", "Unknown member 'dit'", "/dit", "did")]
    [InlineData("""{"everyone":§false§}""", "'everyone' can only be true", "/everyone", null)]
    [InlineData("""{"field":"orders","op":§"olderThan"§,"value":"P3D"}""", "'olderThan' compares dates, and 'orders' is a number", "/op", null)]
    [InlineData("""{"field":"lastSeen","op":"olderThan","value":§"P0D"§}""", "Not a length of time above zero and up to 100 years", "/value", null)]
    [InlineData("""{"field":"revenue","op":"=","value":§1e99§}""", "A number out of range", "/value", null)]
    [InlineData("""{"did":"A","times":{"op":">=","n":§1.5§}}""", "Not a number of times", "/times/n", null)]
    [InlineData("""{"did":"A","times":{"op":§">"§,"n":1}}""", "Unknown op '>'", "/times/op", ">=")]
    [InlineData("""{"did":"A","first":§false§}""", "'first' can only be true; without it any time counts", "/first", null)]
    [InlineData("""{"did":"A","first":true,§"times"§:{"op":"=","n":1}}""", "Unknown member 'times'", "/times", null)]
    [InlineData("""{"did":"A","window":{"ago":§["P6D","P3D"]§}}""", "The first length of time must be the shorter one", "/window/ago", null)]
    [InlineData("""{"did":"A","window":{"ago":§["P6D"]§}}""", "Not an array of 2 lengths of time", "/window/ago", null)]
    [InlineData("""{"did":"A","window":{"from":§"soon"§}}""", "Not a date", "/window/from", null)]
    [InlineData("""{"did":"A","window":{"from":"2017-03-31","to":§"2017-01-01"§}}""", "The first date must not be after the second one", "/window/to", null)]
    [InlineData("""{"did":"A","window":{"calendar":§"weak"§}}""", "Unknown calendar 'weak'", "/window/calendar", "week")]
    [InlineData("""{"did":"A","window":{"calendar":"week",§"last"§:"P3D"}}""", "Unknown member 'last'", "/window/last", null)]
    [InlineData("""{"aggregate":§"summ"§,"property":"x","of":"A","op":">","value":1}""", "Unknown aggregate 'summ'", "/aggregate", "sum")]
    [InlineData("""{"aggregate":"sum","property":"x","of":"A","op":§"contains"§,"value":1}""", "Unknown op 'contains'", "/op", null)]
    [InlineData("""{"aggregate":"sum","property":"x","of":"A","op":">","value":§"1"§}""", "Not a number", "/value", null)]
    [InlineData("""{"aggregate":"countDistinct","property":"x","of":"A","op":">","value":§1001§}""", "'count distinct' is compared to a whole number from 0 to 1000", "/value", null)]
    [InlineData("""{"same":"x","of":"A","times":§{"op":"=","n":3}§}""", "'same' asks for at least so many times", "/times", null)]
    [InlineData("""§{"same":"x","of":"A"}§""", "The member 'times' is missing", "", null)]
    [InlineData("""{"message":§"opend"§,"id":null}""", "Unknown message 'opend'", "/message", "opened")]
    [InlineData("""{"message":"opened","id":null,§"link"§:"u"}""", "Only what is clicked has a 'link'", "/link", null)]
    [InlineData("""{"message":"opened","id":§7§}""", "'id' is not a message's id", "/id", null)]
    [InlineData("""{"segmentChange":§"enterd"§,"segment":"vip"}""", "Unknown segmentChange 'enterd'", "/segmentChange", "entered")]
    [InlineData("""{"segment":§"V I P"§}""", "\"V I P\" is no id", "/segment", null)]
    [InlineData("""{"steady":§"birthday"§,"is":"2017-01-01","op":"longerThan","value":"P7D"}""", "'birthday' goes by the calendar: 'has been' cannot ask for it", "/steady", null)]
    [InlineData("""{"steady":"country","is":"BR","op":§"olderThan"§,"value":"P7D"}""", "Unknown op 'olderThan'", "/op", "longerThan")]
    [InlineData("""{"steady":"orders","is":§"many"§,"op":"longerThan","value":"P7D"}""", "This cannot be compared to 'orders' by '='", "/is", null)]
    [InlineData("""{"did":{"page":"Home",§"screen"§:"Home"}}""", "Unknown member 'screen'", "/did/screen", null)]
    [InlineData("""{"did":§7§}""", "Not the name of an event", "/did", null)]
    [InlineData("""{"did":"A","where":{"property":§"a..b"§,"op":"known"}}""", "A property with an empty name", "/where/property", null)]
    [InlineData("""§{"sequence":[{"did":"A"},{"didNot":"B"}]}§""", "The member 'within' is missing", "", null)]
    [InlineData("""{"sequence":[{§"didNot"§:"B"},{"did":"A"}],"within":"P1D"}""", "'didNot' can only be the last step", "/sequence/0/didNot", null)]
    [InlineData("""{"sequence":§[{"did":"A"}]§}""", "Not an array of at least two steps", "/sequence", null)]
    [InlineData("""{"tag":§"\ud800"§}""", "The text holds a character that cannot be stored", null, null)]
    [InlineData("""{"tag":§"\u0000"§}""", "The text holds a character that cannot be stored", "/tag", null)]
    [InlineData("""{"tag":"é",§"taq"§:1}""", "Unknown member 'taq'", "/taq", "tag")]
    public void Parse_Wrong_SaysWhereAndWhatWasMeant(string marked, string message, string? path, string? suggestion)
    {
        var parts = marked.Split('§');
        var error = Assert.Single(RuleJson.Parse(Encoding.UTF8.GetBytes(string.Concat(parts))).Errors);
        Assert.Equal((message, path, suggestion), (error.Message, error.Path, error.Suggestion));
        Assert.Equal(Encoding.UTF8.GetByteCount(parts[0]), error.Position);
        Assert.Equal(path is null ? 0 : Encoding.UTF8.GetByteCount(parts[1]), error.Length);
    }

    [Fact]
    public void Parse_NotJson_SaysWhere()
    {
        var error = Assert.Single(RuleJson.Parse("""{"tag":"a"} x"""u8).Errors);
        Assert.Equal(("This is not well-formed JSON", 12), (error.Message, error.Position));
        Assert.False(RuleJson.Parse([]).Success);
        Assert.False(RuleJson.Parse([(byte)'"', 0xFF, (byte)'"']).Success);
    }

    [Fact]
    public void Parse_Element_ReadsIt()
    {
        using var document = JsonDocument.Parse("""{"rule":{"tag":"a"}}""");
        Assert.Equal("has tag \"a\"", RuleText.Print(RuleJson.Parse(document.RootElement.GetProperty("rule")).Rule!));
    }

    [Theory]
    [InlineData("""{"version":2,"rule":{"everyone":true}}""", "A version of the rule language that is not known")]
    [InlineData("""{"rule":{"everyone":true}}""", "The member 'version' is missing")]
    [InlineData("""{"version":1}""", "The member 'rule' is missing")]
    [InlineData("""{"version":1,"rule":{"everyone":true},"name":"x"}""", "Unknown member 'name'")]
    [InlineData("""{"version":1,"rule":{"tops":10,"by":"revenue"}}""", "Unknown member 'tops'")]
    [InlineData("""[]""", "The member 'version' is missing")]
    public void Document_Wrong_IsAnError(string json, string message) =>
        Assert.Equal(message, Assert.Single(RuleDocument.Parse(Encoding.UTF8.GetBytes(json)).Errors).Message);
}
