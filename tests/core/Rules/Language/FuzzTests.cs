using System.Text;
using Crm.Core.Rules.Json;
using Crm.Core.Rules.Text;

namespace Crm.Core.Tests.Rules.Language;

/// <summary>Whatever comes, the answer is a rule that round-trips or an error within the input.</summary>
public class FuzzTests
{
    private static readonly string[] Words =
    [
        "everyone", "not", "and", "or", "(", ")", ",", "did", "first", "last", "has", "tag", "where", "then", "within", "in", "the", "next", "more", "less",
        "than", "ago", "at", "least", "most", "exactly", "times", "ever", "any", "of", "is", "known", "unknown", "between", "contains", "matches", "before",
        "=", "!=", "<", ">=", "\"A\"", "\"", "3", "-", "1.5", "days", "months", "2017-03-01", "2017-03-01T10:00Z", "/a+/", "/(/", "true", "country",
        "orders", "lastSeen", "traits.x", "traits.", "products.price", "sum", "segment", "age", ".", "\\", "é", "🎉", "\ud800", "\0", "'", "%",
    ];

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"all\":", "\"any\":", "\"not\":", "\"field\":", "\"op\":", "\"value\":", "\"did\":", "\"where\":", "\"property\":", "\"has\":",
        "\"sequence\":", "\"didNot\":", "\"within\":", "\"window\":", "\"last\":", "\"times\":", "\"n\":", "\"recency\":", "\"of\":", "\"tag\":", "\"=\"", "\"in\"",
        "\"country\"", "\"A\"", "\"P3D\"", "1", "-1e9", "1e999", "true", "null", "\"\\ud800\"", "\"\\u0000\"", " ",
    ];

    [Fact]
    public void Text_OfRandomTokens_IsAnswered()
    {
        var random = new Random(1 + 10 * Fuzz.Seed);
        for (var i = 0; i < 20_000 * Fuzz.Count; i++)
        {
            CheckText(string.Join(random.Next(4) == 0 ? "" : " ", random.GetItems(Words, random.Next(30))));
        }
    }

    [Theory]
    [InlineData("not ")]
    [InlineData("(")]
    [InlineData("everyone or ")]
    [InlineData("did \"A\" where (")]
    [InlineData("did \"A\" then ")]
    [InlineData("country in (\"A\", ")]
    [InlineData("traits.x matches /(a+)+/ and ")]
    [InlineData("1")]
    [InlineData("\"")]
    [InlineData("\ud800")]
    public void Text_Of100KB_IsAnswered(string repeated) => CheckText(string.Concat(Enumerable.Repeat(repeated, 100_000 / repeated.Length)));

    [Theory]
    [InlineData("{\"not\":")]
    [InlineData("{\"all\":[")]
    [InlineData("[")]
    [InlineData("{\"did\":\"A\",\"where\":")]
    [InlineData("{\"a\":1,")]
    [InlineData("\"a\",")]
    [InlineData("1")]
    public void Json_Of100KB_IsAnswered(string repeated) => CheckJson(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, 100_000 / repeated.Length))));

    [Fact]
    public void Text_Mutated_IsAnswered()
    {
        var random = new Random(2 + 10 * Fuzz.Seed);
        for (var i = 0; i < 10_000 * Fuzz.Count; i++)
        {
            var text = new StringBuilder(RuleText.Print(new RandomRules(i % 500).Rule(2)));
            for (var n = random.Next(1, 4); n > 0 && text.Length > 0; n--)
            {
                var at = random.Next(text.Length);
                _ = random.Next(3) switch
                {
                    0 => text.Remove(at, Math.Min(random.Next(1, 8), text.Length - at)),
                    1 => text.Insert(at, Words[random.Next(Words.Length)]),
                    _ => text.Replace(text[at], (char)random.Next(32, 127), at, 1),
                };
            }

            CheckText(text.ToString());
        }
    }

    [Fact]
    public void Json_OfRandomPieces_IsAnswered()
    {
        var random = new Random(3 + 10 * Fuzz.Seed);
        for (var i = 0; i < 20_000 * Fuzz.Count; i++)
        {
            CheckJson(Encoding.UTF8.GetBytes(string.Concat(random.GetItems(Pieces, random.Next(30)))));
        }
    }

    [Fact]
    public void Json_Mutated_IsAnswered()
    {
        var random = new Random(4 + 10 * Fuzz.Seed);
        for (var i = 0; i < 20_000 * Fuzz.Count; i++)
        {
            var json = Encoding.UTF8.GetBytes(RuleJson.Write(new RandomRules(i % 500).Rule(2)));
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                json[random.Next(json.Length)] = (byte)(random.Next(3) == 0 ? random.Next(256) : "{}[]\",:0aP"[random.Next(10)]);
            }

            CheckJson(json[..random.Next(json.Length / 2, json.Length + 1)]);
        }
    }

    [Fact]
    public void Json_OfRandomBytes_IsAnswered()
    {
        var random = new Random(5 + 10 * Fuzz.Seed);
        for (var i = 0; i < 5000 * Fuzz.Count; i++)
        {
            var json = new byte[random.Next(60)];
            random.NextBytes(json);
            CheckJson(json);
        }
    }

    private static void CheckText(string text) => Check(RuleText.Parse(text), text.Length);

    private static void CheckJson(byte[] json)
    {
        Check(RuleJson.Parse(json), json.Length);
        Check(RuleDocument.Parse(json), json.Length);
    }

    private static void Check(RuleParse parse, int length)
    {
        if (parse.Success)
        {
            RoundTrip.Check(parse.Rule);
            return;
        }

        var error = Assert.Single(parse.Errors);
        Assert.NotEmpty(error.Message);
        Assert.InRange(error.Position, 0, length);
        Assert.InRange(error.Length, 0, length - error.Position);
    }
}
