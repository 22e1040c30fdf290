using Crm.Core.Rules.Text;

namespace Crm.Core.Tests.Rules.Language;

public class TextTests
{
    [Theory]
    [InlineData("EVERYONE", "everyone")]
    [InlineData("((everyone))", "everyone")]
    [InlineData("not not everyone", "not not everyone")]
    [InlineData("everyone or everyone and not everyone", "everyone or everyone and not everyone")]
    [InlineData("(everyone and everyone) and everyone", "(everyone and everyone) and everyone")]
    [InlineData("(everyone and everyone) or everyone", "everyone and everyone or everyone")]
    [InlineData("FIRSTNAME='x'", null)]
    [InlineData("FIRSTNAME=\"x\"", "firstName = \"x\"")]
    [InlineData("Traits.Plan = \"x\"", "traits.Plan = \"x\"")]
    [InlineData("traits.\"a b\".\"c\" = \"x\"", "traits.\"a b\".c = \"x\"")]
    [InlineData("country\tIN(\"a\",\"b\")", "country in (\"a\", \"b\")")]
    [InlineData("country Starts  With \"B\"", "country starts with \"B\"")]
    [InlineData("name = \"\\u00e9\\n\\t\\\\\\\"\"", "name = \"é\\n\\t\\\\\\\"\"")]
    [InlineData("revenue = 1.50", "revenue = 1.5")]
    [InlineData("revenue = -0.0", "revenue = 0")]
    [InlineData("orders = \"3\"", "orders = \"3\"")]
    [InlineData("postalCode = 123", "postalCode = 123")]
    [InlineData("email matches /a\\/b\\\\/", "email matches /a\\/b\\\\/")]
    [InlineData("lastOrder = \"2017-03-01\"", "lastOrder = 2017-03-01")]
    [InlineData("lastOrder after 2017-03-01T10:00-03:00", "lastOrder after 2017-03-01T13:00:00.000Z")]
    [InlineData("traits.x = 2017-03-01T10:00Z", "traits.x = \"2017-03-01T10:00Z\"")]
    [InlineData("traits.x < \"2017-03-01T10:00Z\"", "traits.x < 2017-03-01T10:00:00.000Z")]
    [InlineData("lastSeen more than 7 days ago", "lastSeen more than 7 days ago")]
    [InlineData("did \"A\" between 30 and 60 days ago", "did \"A\" between 30 days and 60 days ago")]
    [InlineData("did \"A\" Between 1 week and 2 months Ago", "did \"A\" between 7 days and 2 months ago")]
    [InlineData("did \"A\" between \"2017-01-01\" and 2017-01-01", "did \"A\" between 2017-01-01 and 2017-01-01")]
    [InlineData("did \"A\" since 2017-03-01T10:00-03:00", "did \"A\" since 2017-03-01T13:00:00.000Z")]
    [InlineData("did \"A\" TODAY", "did \"A\" today")]
    [InlineData("lastSeen more than 24 months ago", "lastSeen more than 2 years ago")]
    [InlineData("lastSeen more than 13 months ago", "lastSeen more than 13 months ago")]
    [InlineData("lastSeen more than 36 hours ago", "lastSeen more than 36 hours ago")]
    [InlineData("lastSeen more than 1.5 hours ago", "lastSeen more than 90 minutes ago")]
    [InlineData("lastSeen more than 0.5 seconds ago", "lastSeen more than 0.5 seconds ago")]
    [InlineData("lastSeen more than 1 year 1 month 1 day 1 second ago", "lastSeen more than 13 months 86401 seconds ago")]
    [InlineData("did any of (\"A\")", "did \"A\"")]
    [InlineData("did \"A\" at least 1 time ever", "did \"A\"")]
    [InlineData("did \"A\" at most 0 times", "did \"A\" at most 0 times")]
    [InlineData("did \"A\" where (x = 1)", "did \"A\" where x = 1")]
    [InlineData("did \"A\" where (not x = 1)", "did \"A\" where (not x = 1)")]
    [InlineData("did \"A\" where \"not\" = 1", "did \"A\" where \"not\" = 1")]
    [InlineData("did \"A\" where x = 1 and did \"B\"", "did \"A\" where x = 1 and did \"B\"")]
    [InlineData("did \"A\" where \"a b\".c (d = 1)", "did \"A\" where \"a b\".c (d = 1)")]
    [InlineData("did \"A\" then \"B\" then not \"C\" where x = 1 within 1 day in the last 1 month", "did \"A\" then \"B\" then not \"C\" where x = 1 within 1 day in the last 1 month")]
    public void Parse_Text_PrintsCanonically(string text, string? canonical)
    {
        if (canonical is null)
        {
            Assert.False(RuleText.Parse(text).Success);
            return;
        }

        var rule = Reading.Text(text);
        Assert.Equal(canonical, RuleText.Print(rule));
        RoundTrip.Check(rule);
    }

    /// <summary>The fault is what stands between the brackets.</summary>
    [Theory]
    [InlineData("[contry] = \"BR\"", "Unexpected 'contry'", "country")]
    [InlineData("[dit] \"A\"", "Unexpected 'dit'", "did")]
    [InlineData("country [contans] \"BR\"", "Unexpected 'contans'", "contains")]
    [InlineData("country starts [wiht] \"BR\"", "Unexpected 'wiht'", "with")]
    [InlineData("country [==] \"BR\"", "Unexpected '=='", null)]
    [InlineData("country = [BR]", "The text 'BR' needs quotes", "\"BR\"")]
    [InlineData("country = [“]BR”", "A character that has no meaning here", "\"")]
    [InlineData("country = [\"BR]", "The text has no closing quote", null)]
    [InlineData("country = \"a[\\q]\"", "An unknown escape in a text", "\\\\")]
    [InlineData("country = [\"\\ud800\"]", "The text holds a character that cannot be stored", null)]
    [InlineData("country =[]", "The rule ends too early", null)]
    [InlineData("[]", "The rule ends too early", null)]
    [InlineData("(everyone[]", "The rule ends too early", null)]
    [InlineData("everyone [adn] everyone", "Unexpected 'adn'", "and")]
    [InlineData("everyone[)]", "Unexpected ')'", null)]
    [InlineData("orders = [\"many\"]", "'\"many\"' cannot be compared to 'orders' by '='", null)]
    [InlineData("lastOrder < [5]", "'5' cannot be compared to 'lastOrder' by '<'", null)]
    [InlineData("lastOrder before [2017-13-01]", "Unexpected '2017-13-01'", null)]
    [InlineData("lastOrder before [\"2017-03-01T10:00\"]", "'\"2017-03-01T10:00\"' cannot be compared to 'lastOrder' by 'before'", null)]
    [InlineData("orders [more] than 3 days ago", "'more than' compares dates, and 'orders' is a number", null)]
    [InlineData("lastOrder [contains] \"2017\"", "'contains' compares text, and 'lastOrder' is a date", null)]
    [InlineData("lastSeen more than 3 [dys] ago", "Unexpected 'dys'", "days")]
    [InlineData("lastSeen more than 3 days 2 [weeks] ago", "Unexpected 'weeks'", null)]
    [InlineData("lastSeen more than [0] days ago", "A length of time must be above zero", null)]
    [InlineData("lastSeen more than [0.5] months ago", "Not a whole number of months", null)]
    [InlineData("lastSeen more than [101] years ago", "A length of time is at most 100 years", null)]
    [InlineData("lastSeen more than [99999999999999999999] days ago", "A length of time is at most 100 years", null)]
    [InlineData("lastSeen in [the] last 3 days", "Unexpected 'the'", null)]
    [InlineData("email matches [/(?=a)/]", "The expression cannot run in linear time: look-around, back references, atomic groups and very large repetitions are not allowed", null)]
    [InlineData("email matches [/(/]", "The expression is not valid: InsufficientClosingParentheses", null)]
    [InlineData("email matches [/a]", "The expression has no closing '/'", null)]
    [InlineData("did [A]", "Unexpected 'A'", null)]
    [InlineData("did [\"\"]", "Unexpected '\"\"'", null)]
    [InlineData("did \"A\" at least [0] times", "Unexpected '0'", null)]
    [InlineData("did \"A\" at least 2 [tims]", "Unexpected 'tims'", "times")]
    [InlineData("did \"A\" where [not] x = 1", "Unexpected 'not'", null)]
    [InlineData("did \"A\" then not \"B\"[]", "The rule ends too early", null)]
    [InlineData("did \"A\" then not \"B\" [then] \"C\" within 1 day", "Nothing can follow 'then not'", null)]
    [InlineData("did \"A\" [within] 1 day", "Unexpected 'within'", null)]
    [InlineData("did \"A\" for the first [tiime]", "Unexpected 'tiime'", "time")]
    [InlineData("did \"A\" for the first time [at] least 2 times", "Unexpected 'at'", null)]
    [InlineData("did \"A\" between [5] and 3 days ago", "The first length of time must be the shorter one", null)]
    [InlineData("did \"A\" between [5] days and 5 days ago", "The first length of time must be the shorter one", null)]
    [InlineData("did \"A\" between 3 and 5 [weks] ago", "Unexpected 'weks'", "weeks")]
    [InlineData("did \"A\" between [2017-03-31] and 2017-01-01", "The first date must not be after the second one", null)]
    [InlineData("did \"A\" between 2017-03-31 and [5]", "Unexpected '5'", null)]
    [InlineData("did \"A\" since [yesterday]", "Unexpected 'yesterday'", null)]
    [InlineData("did \"A\" this [wek]", "Unexpected 'wek'", "week")]
    [InlineData("everyone and [top] 10 % by revenue", "'top … % by' is not available yet", null)]
    [InlineData("in [lst] \"vip\"", "Unexpected 'lst'", "list")]
    [InlineData("in [segmnt] \"vip\"", "Unexpected 'segmnt'", "segment")]
    [InlineData("in segment [vip]", "Unexpected 'vip'", null)]
    [InlineData("in segment [\"V I P\"]", "\"V I P\" is no id", null)]
    [InlineData("entered [segmet] \"vip\"", "Unexpected 'segmet'", "segment")]
    [InlineData("[summ] total of \"A\" > 5", "Unexpected 'summ'", "sum")]
    [InlineData("sum [>] 5", "Unexpected '>'", null)]
    [InlineData("sum total [off] \"A\" > 5", "Unexpected 'off'", "of")]
    [InlineData("sum total of \"A\" [contains] 5", "Unexpected 'contains'", null)]
    [InlineData("sum total of \"A\" > [\"5\"]", "Unexpected '\"5\"'", null)]
    [InlineData("count [distict] x of \"A\" > 5", "Unexpected 'distict'", "distinct")]
    [InlineData("count distinct x of \"A\" > [0.5]", "'count distinct' is compared to a whole number from 0 to 1000", null)]
    [InlineData("same x of \"A\" at [most] 3 times", "Unexpected 'most'", null)]
    [InlineData("same x of \"A\" at least [101] times", "Unexpected '101'", null)]
    [InlineData("opened [mesage] \"m\"", "Unexpected 'mesage'", "message")]
    [InlineData("opened [link] \"u\" of any message", "Unexpected 'link'", null)]
    [InlineData("clicked link \"u\" [off] any message", "Unexpected 'off'", "of")]
    [InlineData("unsubscribed [form] any message", "Unexpected 'form'", "from")]
    [InlineData("submitted [from] \"f\"", "Unexpected 'from'", "form")]
    [InlineData("did page [Home]", "Unexpected 'Home'", null)]
    [InlineData("country has [ben] \"BR\" for more than 3 days", "Unexpected 'ben'", "been")]
    [InlineData("country has been [BR] for more than 3 days", "The text 'BR' needs quotes", "\"BR\"")]
    [InlineData("country has been \"BR\" [more] than 3 days", "Unexpected 'more'", null)]
    [InlineData("[age] has been 30 for more than 3 days", "'age' goes by the calendar: 'has been' cannot ask for it", null)]
    [InlineData("[ChurnRisk] > 3", "'ChurnRisk' is not available yet", null)]
    public void Parse_Wrong_SaysWhereAndWhatWasMeant(string marked, string message, string? suggestion)
    {
        var start = marked.IndexOf('[', StringComparison.Ordinal);
        var length = marked.IndexOf(']', StringComparison.Ordinal) - start - 1;
        var text = marked.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        var error = Assert.Single(RuleText.Parse(text).Errors);
        Assert.Equal((message, start, length, suggestion), (error.Message, error.Position, error.Length, error.Suggestion));
    }
}
