using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Crm.Core.Rfm;
using Crm.Core.Time;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Rfm;

/// <summary>docs/rfm.md says what is so.</summary>
[Collection(SiloCollection.Name)]
public partial class DocumentationTests(SiloFixture fixture)
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "rfm.md")).ReplaceLineEndings("\n");

    [Fact]
    public async Task Settings_AndWhatIsRefused_AreSo()
    {
        using var store = await fixture.Store();

        foreach (var example in Blocks("settings"))
        {
            (await store.Put("/api/v1/rfm/settings", example)).Ok();
        }

        foreach (var line in Blocks("refused").SelectMany(static block => block.Split('\n')))
        {
            (await store.Put("/api/v1/rfm/settings", line)).Problem(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public void Quantiles_OfTheExample_AreThoseCuts()
    {
        using var example = JsonDocument.Parse(Assert.Single(Blocks("example-quantiles")));
        var values = Numbers(example.RootElement.GetProperty("values"));
        var scores = example.RootElement.GetProperty("scores").GetInt32();

        decimal[] cuts = [.. Quantile.Cutting(scores).Select(quantile => quantile.PlaceIn(values.Length) is var place
            ? quantile.Between(values.Length, values[place], values[Math.Min(place + 1, values.Length - 1)]) : 0)];

        Assert.Equal(example.RootElement.GetProperty("cuts").EnumerateArray().Select(static cut => decimal.Parse(cut.GetString()!, CultureInfo.InvariantCulture)), cuts);
        Assert.Equal(Numbers(example.RootElement.GetProperty("of")), values.Select(value => 1m + cuts.Count(cut => value >= cut)));
    }

    [Fact]
    public void Hysteresis_OfTheExample_MovesWhomItSays()
    {
        using var example = JsonDocument.Parse(Assert.Single(Blocks("example-hysteresis")));
        var cut = example.RootElement.GetProperty("cut").GetDecimal();
        var scorer = new RfmScorer(new(2, [30, 60, 90, 120], [10, 20, 30, 40], [cut, 1_000, 2_000, 3_000])
        {
            Plan = new() { Version = 1, Hysteresis = example.RootElement.GetProperty("hysteresis").GetDecimal() },
        });

        Assert.All(example.RootElement.GetProperty("from").EnumerateArray(), one => Assert.Equal(
            one.GetProperty("to").GetByte(),
            scorer.Keep(new(5, 1, one.GetProperty("score").GetByte()), Instant.Min, 1, one.GetProperty("value").GetDecimal(), Instant.Min, newCuts: true, out _).M));
    }

    [Fact]
    public void Groups_OfTheTable_AreTheDefault()
    {
        foreach (var row in Page.Split('\n').Where(static line => Row().IsMatch(line)).Select(static line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)))
        {
            for (byte fm = 1; fm <= 5; fm++)
            {
                Assert.Equal(row[fm], RfmPlan.Default.Groups.NameOf(new(byte.Parse(row[0], CultureInfo.InvariantCulture), fm, fm)));
            }
        }
    }

    private static decimal[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(static number => number.GetDecimal())];

    private static IReadOnlyList<string> Blocks(string kind) =>
        [.. Fence().Matches(Page).Where(match => match.Groups[1].Value == kind).Select(static match => match.Groups[2].Value)];

    [GeneratedRegex("^```([a-z-]+)\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("^\\| [1-5] \\|")]
    private static partial Regex Row();
}
