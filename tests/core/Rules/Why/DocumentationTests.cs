using System.Text.RegularExpressions;
using Crm.Core.Rules.Text;
using Crm.Core.Rules.Why;
using Crm.Core.Tests.Rules.Evaluation;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Tests.Rules.Why;

/// <summary>The examples of docs/why.md: a rule, what happened, and what is said of it.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Examples => [.. Fence().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Rules", "Why", "why.md")))
        .Select(static match => match.Groups[1].Value)];

    [Theory, MemberData(nameof(Examples))]
    public void Example_Explained_SaysWhatThePageSays(string example)
    {
        var lines = example.Split('\n').Select(static line => (Word: line[..5].Trim(), What: line[6..])).ToList();
        string Only(string word) => lines.Single(line => line.Word == word).What;
        var fold = new Fold(RuleText.Parse(Only("rule")).Rule!);
        foreach (var (word, rest) in lines)
        {
            Happen(fold, word, rest);
        }

        fold.To(At(Only("asked")));
        var why = fold.State.Explain(0, fold.Customer, fold.Now);

        Assert.Equal(Only("says"), Words.InEnglish(TimeZoneInfo.Utc).Summary(why));
        Assert.Equal(Only("holds"), why.Holds ? "yes" : "no");
        Assert.Equal(Only("until") is "never" ? Instant.Never : At(Only("until")), why.Until);
    }

    private static void Happen(Fold fold, string word, string rest)
    {
        switch (word)
        {
            case "event":
                var name = rest[17..].Split(" {")[0];
                fold.Observe(name, At(rest[..16]), rest[(17 + name.Length)..].Trim());
                break;
            case "field":
                var (field, value) = (rest.Split(' ')[0], rest.Split(' ')[1]);
                fold.Customer[field] = field == "birthDate" ? Value.Of(At($"{value} 00:00")) : Value.Of(value);
                break;
            case "tag":
                fold.Customer.Tag(rest);
                break;
            default:
                break;
        }
    }

    private static Instant At(string minute) => Given.At($"{minute.Replace(' ', 'T')}:00Z");

    [GeneratedRegex("^```why\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
