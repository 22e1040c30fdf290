using System.Text.RegularExpressions;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Rules;

/// <summary>Every example of docs/rules.md as it is written there, as a segment of a running store.</summary>
[Collection(SiloCollection.Name)]
public partial class PageTests(SiloFixture fixture)
{
    [Fact]
    public async Task Examples_InBothForms_GoLiveAsTheSameRule()
    {
        using var store = await fixture.Store();
        await Prepare(store);
        var blocks = Fence().Matches(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Rules", "rules.md")))
            .Select(static match => (Kind: match.Groups[1].Value, Content: match.Groups[2].Value)).ToList();
        Assert.InRange(blocks.Count(static block => block.Kind == "rule"), 60, 1000);
        var text = "";
        foreach (var block in blocks)
        {
            if (block.Kind == "rule")
            {
                var segment = (await store.PutSegment("example", block.Content)).Ok();
                Assert.Equal("live", segment["state"].GetString());
                text = segment["text"].GetString()!;
            }
            else if (block.Kind == "json")
            {
                var parsed = (await store.Post("/api/v1/rules/parse", $$"""{"rule":{{block.Content}}}""")).Ok();
                Assert.Equal(text, parsed["text"].GetString());
            }
        }
    }

    [Fact]
    public async Task Rules_OverOneLife_HaveTheirMembers()
    {
        using var store = await fixture.Store("log");
        await Prepare(store);
        foreach (var (day, name, properties) in ((string, string, string)[])
        [
            ("2017-05-01", "Order Completed", """{"order_id":"1","total":450,"currency":"BRL","products":[{"category":"Shoes","price":450}]}"""),
            ("2017-06-12", "Product Viewed", """{"product_id":"p1","category":"Shoes"}"""),
            ("2017-06-13", "Product Viewed", """{"product_id":"p1","category":"Shoes"}"""),
            ("2017-06-13", "Email Opened", """{"email_id":"spring"}"""),
            ("2017-06-14", "Product Viewed", """{"product_id":"p1","category":"Hats"}"""),
        ])
        {
            await store.Apply("track", $$"""{"userId":"1","event":"{{name}}","timestamp":"{{day}}T12:00:00Z","properties":{{properties}}}""");
        }

        foreach (var (rule, holds) in ((string, bool)[])
        [
            ("sum total of \"Order Completed\" in the last 90 days >= 450", true),
            ("sum total of \"Order Completed\" in the last 30 days > 0", false),
            ("did \"Product Viewed\" where category = \"Shoes\" at least 2 times in the last 7 days and not did \"Order Completed\" in the last 7 days", true),
            ("did \"Order Completed\" where (products.category = \"Shoes\" and currency = \"BRL\") between 30 and 60 days ago", true),
            ("did \"Order Completed\" then \"Product Viewed\" between 30 and 60 days ago", true),
            ("same product_id of \"Product Viewed\" at least 3 times in the last 7 days", true),
            ("count distinct category of \"Product Viewed\" = 2", true),
            ("opened message \"spring\" in the last 14 days or clicked any message at least 2 times ever", true),
            ("in segment \"vip\" or entered segment \"vip\" in the last 3 days", false),
            ("last \"Order Completed\" more than 30 days ago", true),
        ])
        {
            Assert.Equal("live", (await store.PutSegment("example", rule)).Ok()["state"].GetString());
            Assert.Equal((rule, holds ? 1 : 0), (rule, (await store.Get("/api/v1/segments/example/members"))["items"].GetArrayLength()));
        }
    }

    [Fact]
    public async Task Put_WhatCannotBe_NamesTheCircleAndWhatIsMissing()
    {
        using var store = await fixture.Store();
        (await store.PutSegment("a", "everyone")).Ok();
        (await store.PutSegment("b", "in segment \"a\"")).Ok();

        Assert.Contains("segment 'a' → segment 'b' → segment 'a'", Error(await store.PutSegment("a", "not in segment \"b\"")), StringComparison.Ordinal);
        Assert.Contains("'c' reads the segment 'none', which the store does not have", Error(await store.PutSegment("c", "in segment \"none\"")), StringComparison.Ordinal);
        var used = (await store.Delete("/api/v1/segments/a")).Problem(System.Net.HttpStatusCode.Conflict);
        Assert.Contains("the segment 'b' reads it", used.Text, StringComparison.Ordinal);
    }

    private static string Error(Answer answer) =>
        Assert.Single(answer.Problem(System.Net.HttpStatusCode.BadRequest)["errors"].EnumerateArray()).GetProperty("message").GetString()!;

    /// <summary>What the examples speak of.</summary>
    private static async Task Prepare(TestStore store)
    {
        await store.PutSegment("vip", "has tag \"vip\"");
        await store.PutSegment("staff", "has tag \"staff\"");
        (await store.Put("/api/v1/lists/fair-2017", """{"name":"Fair"}""")).Ok();
        (await store.Put("/api/v1/lists/press", """{"name":"Press"}""")).Ok();
        (await store.Put("/api/v1/automations/welcome", """{"name":"w","trigger":{"entered":"vip"},"steps":[{"log":"hello"}]}""")).Ok();
    }

    [GeneratedRegex("^```([a-z-]+)\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
