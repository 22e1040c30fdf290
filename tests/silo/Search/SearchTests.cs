using System.Globalization;
using System.Net;
using System.Text.Json;
using Crm.Silo.Tests.Support;
using Crm.TestSupport;

namespace Crm.Silo.Tests.Search;

[Collection(SiloCollection.Name)]
public class SearchTests(SearchedStore searched) : IClassFixture<SearchedStore>
{
    private const string Path = "/api/v1/customers/search", Preview = "/api/v1/segments/preview";

    private TestStore Store => searched.Store;

    // The segment of the same rule is put afterwards: what the search found it found by looking back for itself.
    [Theory]
    [InlineData("everyone", true)]
    [InlineData("country = \"BR\" and traits.plan = \"pro\"", true)]
    [InlineData("email is known and not phone is known", true)]
    [InlineData("did \"Product Viewed\" where category = \"Shoes\" at least 2 times", true)]
    [InlineData("did \"Product Viewed\" where category = \"Boats\"", true)] // visitors did, who are users by now
    [InlineData("did \"Product Viewed\" in the last 60 days and not did \"Order Completed\" in the last 60 days", true)]
    [InlineData("last \"Order Completed\" more than 90 days ago", true)]
    [InlineData("sum total of \"Order Completed\" in the last 200 days >= 60", true)]
    [InlineData("count distinct product_id of \"Product Viewed\" ever >= 3", true)]
    [InlineData("did \"Product Viewed\" then not \"Order Completed\" within 2 days", true)]
    [InlineData("did \"Product Viewed\" for the first time between 2017-03-01 and 2017-04-30", true)]
    [InlineData("rfm.f >= 2", true)]
    [InlineData("top 10 % by revenue", true)]
    [InlineData("has tag \"VIP\" or in list \"press\"", true)]
    [InlineData("in segment \"br\" and orders = 0", true)]
    [InlineData("entered segment \"br\" in the last 20 days", true)]
    [InlineData("traits.plan has been \"pro\" for less than 7 days", true)]
    [InlineData("country = \"XX\"", false)]
    public async Task SearchAndPreview_OfARule_AreTheMembersOfASegmentWithIt(string rule, bool any)
    {
        var query = JsonSerializer.Serialize(rule);
        var found = await SearchedStore.All(Store, $"\"query\":{query}", 71);
        var preview = (await Store.Post(Preview, $$"""{"rule":{{query}}}""")).Ok();

        var segment = (await Store.PutSegment("same", rule)).Ok();
        var members = await Members("same");
        for (var waited = 0; members.Count < found.Count && waited < 100; waited++)
        {
            await Task.Delay(100); // what a merged customer's other part did comes to it by a record of its own, a moment after
            members = await Members("same");
        }

        (await Store.Delete("/api/v1/segments/same")).Expect(HttpStatusCode.NoContent);

        Assert.Equal("live", segment["state"].GetString());
        Assert.Equal(any, members.Count > 0);
        Assert.Equal(members, found.Select(SearchedStore.Id));
        Assert.Equal((members.Count, true, SearchedStore.Customers), (preview["count"].GetInt32(), preview["exact"].GetBoolean(), preview["customers"].GetInt32()));
        Assert.Equal(SearchedStore.Customers, preview["scanned"].GetInt32());
        var sample = preview["sample"].EnumerateArray().ToList();
        Assert.Equal(Math.Min(10, members.Count), sample.Count);
        Assert.All(sample, item => Assert.Equal(found.Single(one => SearchedStore.Id(one) == SearchedStore.Id(item)).GetRawText(), item.GetRawText()));
        Assert.Equal("2017-12-31T00:00:00.000Z", preview["asOf"].GetString());
    }

    [Fact]
    public async Task Search_RuleAsJson_IsTheSameRule()
    {
        var text = await SearchedStore.All(Store, """ "query":"country = \"PT\"" """, 500);

        var json = await SearchedStore.All(Store, """ "query":{"field":"country","op":"=","value":"PT"} """, 500);

        Assert.NotEmpty(text);
        Assert.Equal(text.Select(SearchedStore.Id), json.Select(SearchedStore.Id));
    }

    [Theory]
    [InlineData("id")]
    [InlineData("lastSeen")]
    [InlineData("lastOrder")]
    [InlineData("revenue")]
    [InlineData("orders")]
    public async Task Search_BySort_IsInOrderAndGivesEachCustomerOnce(string sort)
    {
        var all = await SearchedStore.All(Store, "", 500);
        Assert.Equal(SearchedStore.Customers, all.Count);

        var ascending = all.OrderBy(item => Key(item, sort, none: decimal.MaxValue)).ThenBy(SearchedStore.Id, StringComparer.Ordinal).Select(SearchedStore.Id);
        Assert.Equal(ascending, (await SearchedStore.All(Store, $"\"sort\":\"{sort}\"", 97)).Select(SearchedStore.Id));

        var descending = all.OrderByDescending(item => Key(item, sort, none: decimal.MinValue)).ThenByDescending(SearchedStore.Id, StringComparer.Ordinal).Select(SearchedStore.Id);
        Assert.Equal(descending, (await SearchedStore.All(Store, $"\"sort\":\"-{sort}\"", 97)).Select(SearchedStore.Id));
        var some = (await SearchedStore.All(Store, $"\"sort\":\"-{sort}\",\"query\":\"orders > 1\"", 13)).Select(SearchedStore.Id).ToList();
        Assert.NotEmpty(some);
        Assert.Equal(descending.Where(some.Contains), some);
    }

    [Fact]
    public async Task Search_Anybody_IsAsTheProfileSays()
    {
        var item = Assert.Single(await SearchedStore.All(Store, """ "text":"12" """, 50));

        var profile = (await Store.Get("/api/v1/customers/u:12")).Ok();
        Assert.Equal(("u:12", "Ana Nº 12", "person12@example.com", "BR"), (SearchedStore.Id(item), Text(item, "name"), Text(item, "email"), Text(item, "country")));
        Assert.Equal("""["vip","Wholesale"]""", item.GetProperty("tags").GetRawText());
        Assert.Equal(profile["tags"].GetRawText(), item.GetProperty("tags").GetRawText());
        Assert.Equal(JsonValueKind.Null, item.GetProperty("rfm").ValueKind);
        var buyer = Assert.Single(await SearchedStore.All(Store, """ "text":"u:11" """, 50));
        var figures = (await Store.Get("/api/v1/customers/u:11")).Ok();
        foreach (var name in (string[])["orders", "revenue", "currency", "lastSeen", "lastOrder"])
        {
            Assert.Equal(figures["figures"].GetProperty(name).GetRawText(), buyer.GetProperty(name).GetRawText());
        }

        foreach (var name in (string[])["r", "f", "m", "group"])
        {
            Assert.Equal(figures["rfm"].GetProperty(name).GetRawText(), buyer.GetProperty("rfm").GetProperty(name).GetRawText());
        }
    }

    [Theory]
    [InlineData("\"text\":\"u:12\"", "u:12")]
    [InlineData("\"text\":\" 12 \"", "u:12")]
    [InlineData("\"text\":\"a:v570\"", "a:v570")]
    [InlineData("\"text\":\"v570\"", "a:v570")]
    [InlineData("\"text\":\"a:d2\"", "u:102")] // a visitor once
    [InlineData("\"text\":\"PERSON12@example.com\"", "u:12")]
    [InlineData("\"text\":\"+55 31 98765-4331\"", "u:10")]
    [InlineData("\"text\":\"till:c54\"", "u:54")]
    [InlineData("\"text\":\"u:7\"", null)] // was erased
    [InlineData("\"text\":\"nobody\"", null)]
    [InlineData("\"text\":\"u:12\",\"query\":\"country = \\\"US\\\"\"", null)]
    [InlineData("\"text\":\"12\",\"email\":\"person13@example.com\"", null)]
    [InlineData("\"email\":\" Person13@example.com\"", "u:13")]
    [InlineData("\"email\":\"nobody@example.com\"", null)]
    [InlineData("\"email\":\"person7@example.com\"", null)] // was erased
    [InlineData("\"email\":\"person14@example.com\"", null)] // has another by now
    [InlineData("\"email\":\"other14@example.com\"", "u:14")]
    [InlineData("\"phone\":\"005531987654331\"", "u:10")]
    [InlineData("\"externalId\":\"till:c104\"", "u:104")]
    [InlineData("\"externalId\":\"till:none\"", null)]
    [InlineData("\"orderId\":\"o-11-2\"", "u:11")]
    [InlineData("\"orderId\":\"o-11-2\",\"email\":\"person11@example.com\"", "u:11")]
    [InlineData("\"orderId\":\"o-11-9\"", null)]
    public async Task Search_ByWhatOneKnows_FindsWhoItIs(string members, string? customer)
    {
        var found = await SearchedStore.All(Store, members, 50);

        Assert.Equal(customer is null ? [] : [customer], found.Select(SearchedStore.Id));
    }

    [Theory]
    [InlineData("""{"sort":"colour"}""", "sort")]
    [InlineData("""{"limit":0}""", "limit")]
    [InlineData("""{"limit":501}""", "limit")]
    [InlineData("""{"cursor":"AAAA"}""", "cursor")]
    [InlineData("""{"email":"nobody"}""", "email")]
    [InlineData("""{"phone":"98765"}""", "phone")]
    [InlineData("""{"orderId":""}""", "orderId")]
    [InlineData("""{"query":"in segment \"none\""}""", "query")]
    [InlineData("""{"query":{"field":"country","op":"?","value":1}}""", "query.op")]
    [InlineData("""{"rule":"everyone"}""", "rule")]
    [InlineData("""{"sort":"colour","limit":0,"query":"contry"}""", "limit query sort")]
    public async Task Search_Bad_NamesTheField(string body, string fields) =>
        Assert.Equal(fields.Split(' '), (await Store.Post(Path, body)).Problem(HttpStatusCode.BadRequest).Fields.Order(StringComparer.Ordinal));

    [Fact]
    public async Task SearchAndPreview_RuleInError_SayWhere()
    {
        var put = (await Store.Put("/api/v1/segments/bad", """{"name":"Bad","rule":"contry = \"BR\""}""")).Problem(HttpStatusCode.BadRequest)["errors"][0];
        Assert.Equal((0, 6, "country"), (put.GetProperty("position").GetInt32(), put.GetProperty("length").GetInt32(), put.GetProperty("suggestion").GetString()));

        var preview = (await Store.Post(Preview, """{"rule":"contry = \"BR\""}""")).Problem(HttpStatusCode.BadRequest)["errors"][0];
        var search = (await Store.Post(Path, """{"query":"contry = \"BR\""}""")).Problem(HttpStatusCode.BadRequest)["errors"][0];

        Assert.Equal(put.GetRawText(), preview.GetRawText());
        Assert.Equal(put.GetRawText().Replace("\"rule\"", "\"query\"", StringComparison.Ordinal), search.GetRawText());
        Assert.Equal(["rule"], (await Store.Post(Preview, "{}")).Problem(HttpStatusCode.BadRequest).Fields);
    }

    [Fact]
    public async Task Contacts_OfStoredCustomers_AreTheirs()
    {
        const string Both = "select store, value, customer from crm.snapshots cross join unnest(array[email, phone]) value where value is not null";

        Assert.True(await searched.Fixture.Database.Scalar<long>($"select count(*) from crm.contacts where store = '{Store.Name}'") > 400);
        Assert.Equal(0, await searched.Fixture.Database.Scalar<long>($"select count(*) from (({Both} except select * from crm.contacts) union (select * from crm.contacts except {Both})) x"));
    }

    [Fact]
    public async Task Search_CursorOfAnotherSort_IsRefused()
    {
        var next = (await Store.Post(Path, """{"limit":1,"sort":"-revenue"}""")).Ok()["next"].GetString();

        (await Store.Post(Path, $$"""{"limit":1,"sort":"-revenue","cursor":"{{next}}"}""")).Ok();
        Assert.Equal(["cursor"], (await Store.Post(Path, $$"""{"limit":1,"sort":"revenue","cursor":"{{next}}"}""")).Problem(HttpStatusCode.BadRequest).Fields);
    }

    [Fact]
    public async Task SearchAndPreview_WithoutTheScope_AreRefused()
    {
        var reader = (await Store.Post("/api/v1/keys", """{"name":"r","scopes":["segments:read"]}""")).Expect(HttpStatusCode.Created)["secret"].GetString();

        (await Store.Send(HttpMethod.Post, Path, TestStore.Body("{}"), reader)).Problem(HttpStatusCode.Forbidden);
        (await Store.Send(HttpMethod.Post, Preview, TestStore.Body("""{"rule":"everyone"}"""), reader)).Problem(HttpStatusCode.Forbidden);
    }

    // With no time at all each call judges its first few hundred: what is left is told by the next, and by the estimate.
    [Fact]
    public async Task SearchAndPreview_OutOfTime_GoOnOrEstimate()
    {
        await using var silo = new SiloProcess(searched.Fixture.Database.ConnectionString, new Dictionary<string, string> { ["Crm__Search__Budget"] = "00:00:00" });
        await silo.Start();
        using var hurried = Store.At(silo.Url);
        const string Rule = "\"query\":\"country = \\\"BR\\\" and did \\\"Product Viewed\\\" at least 3 times\"";

        var first = (await hurried.Post(Path, $$"""{"limit":500,{{Rule}}}""")).Ok();
        var all = await SearchedStore.All(hurried, Rule, 500);
        var preview = (await hurried.Post(Preview, """{"rule":"country = \"BR\""}""")).Ok();

        Assert.True(first["scanned"].GetInt32() < SearchedStore.Customers);
        Assert.NotNull(first["next"].GetString());
        Assert.Equal((await SearchedStore.All(Store, Rule, 500)).Select(SearchedStore.Id), all.Select(SearchedStore.Id));
        Assert.False(preview["exact"].GetBoolean());
        Assert.InRange(preview["scanned"].GetInt32(), 200, 400);
        Assert.InRange(preview["count"].GetInt32(), 140, 260); // a third of them are; half of them were asked
        Assert.InRange(preview["customers"].GetInt32(), SearchedStore.Customers - 10, SearchedStore.Customers + 10);
    }

    private static decimal Key(JsonElement item, string sort, decimal none) => (sort, item.TryGetProperty(sort, out var value) ? value.ValueKind : default) switch
    {
        ("id", _) => 0,
        (_, JsonValueKind.Null) => none,
        ("orders", _) => value.GetInt32(),
        ("revenue", _) => decimal.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        _ => value.GetDateTimeOffset().ToUnixTimeMilliseconds(),
    };

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();

    private async Task<List<string>> Members(string segment)
    {
        var members = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await Store.Get($"/api/v1/segments/{segment}/members?limit=500{(cursor.Length > 0 ? "&cursor=" + cursor : "")}")).Ok();
            members.AddRange(page["items"].EnumerateArray().Select(static member => member.GetProperty("customer").GetString()!));
            cursor = page["next"].GetString();
        }

        return members;
    }
}
