using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Values;
using static Crm.Core.Rules.ComparisonOperator;
using static Crm.Core.Tests.Rules.Evaluation.Given;

namespace Crm.Core.Tests.Rules.Evaluation;

public sealed class PropertyTests
{
    private const string Two = """{"products":[{"category":"Hats","price":10},{"category":"Shoes","price":99.5}],"total":"109.50","list":[[1,2],3],"o":{"p":{"q":"deep"}},"n":null,"e":[]}""";

    [Theory]
    [InlineData("products.category", Equal, "shoes", true)]
    [InlineData("products.category", Equal, "Bags", false)]
    [InlineData("products.category", NotEqual, "Shoes", false)] // the exact negation: none is
    [InlineData("products.category", NotEqual, "Bags", true)]
    [InlineData("products.price", Greater, 50, true)]
    [InlineData("products.price", Greater, 100, false)]
    [InlineData("products.weight", Equal, 1, false)]
    [InlineData("products.weight", NotEqual, 1, true)]
    [InlineData("products.weight", Unknown, null, true)]
    [InlineData("products.price", Known, null, true)]
    [InlineData("total", Equal, 109.5, true)]
    [InlineData("o.p.q", StartsWith, "DE", true)]
    [InlineData("o.p", Known, null, true)]
    [InlineData("o.p", Equal, "deep", false)]
    [InlineData("o.p", NotEqual, "deep", true)]
    [InlineData("o.q", Known, null, false)]
    [InlineData("list", Equal, 2, true)] // arrays in arrays stand for their elements too
    [InlineData("list", Equal, 4, false)]
    [InlineData("n", Known, null, false)]
    [InlineData("n", NotEqual, "x", true)]
    [InlineData("e", Unknown, null, true)]
    [InlineData("total.x", Known, null, false)]
    public void Path_ComparedTo_Holds(string path, ComparisonOperator comparison, object? operand, bool expected) =>
        Assert.Equal(expected, Holds(Property(path, comparison, operand), Two));

    [Theory]
    [InlineData("""{"a":1,"a":2}""", 2, true)] // the last of a name counts
    [InlineData("""{"\u0061":2}""", 2, true)]
    [InlineData("""{"a":1e400}""", 2, false)]
    [InlineData("""{"b":{"a":2}}""", 2, false)]
    [InlineData("{}", 2, false)]
    [InlineData("", 2, false)]
    [InlineData(""" { "b" : [ { "a" : 1 } ] , "a" : 2 } """, 2, true)]
    [InlineData("""{"a":"\ud800"}""", "x", false)]
    [InlineData("""{"\ud800":1,"a":2}""", 2, true)]
    [InlineData("""{"a":"S\u00e3o"}""", "sa\u0303o", true)]
    public void Json_OfAnyShape_IsRead(string json, object operand, bool expected)
    {
        Assert.Equal(expected, Holds(Property("a", Equal, operand), json));
        Assert.Equal(!expected, Holds(Property("a", NotEqual, operand), json));
    }

    [Fact]
    public void Number_BeyondDecimal_IsMissing() => Assert.True(Holds(Property("a", Unknown), """{"a":1e400}"""));

    [Fact]
    public void LongText_IsComparedToo() => Assert.True(Holds(Property("a", EndsWith, "yz"), $$"""{"a":"{{new string('x', 5000)}}yz"}"""));

    [Fact]
    public void Element_BindsOneOfTheArray()
    {
        Predicate Of(string category, int price) => new AllPredicate([Property("category", Equal, category), Property("price", Less, price)]);
        Assert.True(Holds(new ElementPredicate("products", Of("Hats", 20)), Two));
        Assert.False(Holds(new ElementPredicate("products", Of("Shoes", 20)), Two));
        Assert.True(Holds(new AllPredicate([Property("products.category", Equal, "Shoes"), Property("products.price", Less, 20)]), Two)); // of two elements
        Assert.True(Holds(new ElementPredicate("products", new NotPredicate(Property("category", Equal, "Shoes"))), Two));
        Assert.False(Holds(new NotPredicate(new ElementPredicate("products", Property("category", Equal, "Shoes"))), Two));
        Assert.False(Holds(new ElementPredicate("o", Property("p.q", Known)), Two)); // no array
        Assert.False(Holds(new ElementPredicate("e", Property("x", Unknown)), Two)); // no element
    }

    [Fact]
    public void Element_ThroughArrays_LooksIntoEach() => Assert.True(Holds(
        new ElementPredicate("orders.lines", new AllPredicate([Property("sku", Equal, "b"), Property("n", Equal, 2)])),
        """{"orders":[{"lines":[{"sku":"a","n":2}]},{"lines":[{"sku":"b","n":2}]}]}"""));

    [Fact]
    public void Ages_CountFromTheEventsOwnInstant()
    {
        var soon = new PropertyPredicate("due", new(WithinNext) { Age = Days(7) });
        Assert.True(Holds(soon, """{"due":"2017-03-08"}"""));
        Assert.False(Holds(soon, """{"due":"2017-03-09"}"""));
    }

    private static PropertyPredicate Property(string path, ComparisonOperator comparison, object? operand = null) => new(path, new(comparison)
    {
        Value = operand switch
        {
            null => default,
            string text => Value.Of(text),
            _ => Value.Of(Convert.ToDecimal(operand, System.Globalization.CultureInfo.InvariantCulture)),
        },
    });

    private static bool Holds(Predicate predicate, string json) =>
        CompiledPattern.Compile(new(["A"], predicate), Utc).Accepts(Track("A", At(Start), json));
}
