using System.Text.Json.Nodes;
using Crm.Client.Changes;
using Crm.Client.Customers;
using Crm.Client.Segments;
using Crm.Client.Tests.Support;

namespace Crm.Client.Tests.Live;

[Collection(LiveCollection.Name)]
public class ReadTests(LiveFixture fixture)
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly WriteOptions Waiting = new() { Wait = Long };

    [Fact]
    public async Task Customer_TrackedAndWritten_IsReadWhole()
    {
        await using var store = await Store.On(fixture.Silo);
        var crm = store.Client;
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        await crm.Identify("u:7", new() { ["email"] = "a@example.com", ["plan"] = "gold", ["gone"] = 1 });
        await crm.FlushAsync().Soon();
        Assert.True(await crm.ApplyAsync(CrmEvent.Track("u:7", "Order Completed", new() { ["order_id"] = "o1", ["total"] = 120.5m, ["currency"] = "BRL" }) with { Timestamp = at }, Long));

        Assert.True(await crm.Customers.TagAsync("u:7", ["vip", "new"], options: Waiting));
        Assert.True(await crm.Customers.TagAsync("u:7", remove: ["new"], options: Waiting));
        Assert.True(await crm.Customers.SetTraitsAsync("u:7", new() { ["country"] = "BR", ["gone"] = null, ["seats"] = new JsonArray(1, 2) }, Waiting));
        Assert.True(await crm.Customers.SayConsentAsync("u:7", "email", new("granted", at, "checkout"), options: Waiting));
        Assert.True(await crm.Customers.SayConsentAsync("u:7", "sms", new("denied", at), "orders", Waiting));
        Assert.True(await crm.Customers.SetTraitsAsync("u:7", new() { ["phone"] = "12" }, Waiting));
        var customer = await crm.Customers.GetAsync("u:7");

        Assert.NotNull(customer);
        Assert.Equal((new Consent("granted", at, "checkout"), new Consent("denied", at)), (customer.Consents["email"], customer.Consents["sms/orders"]));
        Assert.Equal(("phone", "noCountry", 1), (customer.Problems.Single().Field, customer.Problems.Single().Reason, customer.Problems.Single().Count));
        Assert.Contains(customer.Stage, new[] { "firstOrder", "slipping", "lost" });
        Assert.Equal(("u:7", "u:7", "vip"), (customer.Id, customer.Identities.Single(), customer.Tags.Single()));
        Assert.Equal(("a@example.com", "BR"), (customer.Fields["email"], customer.Fields["country"]));
        Assert.Equal(["plan", "seats"], customer.Traits.Keys.Order());
        Assert.Equal(
            (1, 120.5m, 0m, "BRL", 120.5m, at), (customer.Figures.Orders, customer.Figures.Revenue, customer.Figures.Refunded, customer.Figures.Currency, customer.Figures.AverageOrder, customer.Figures.LastOrder));
        Assert.InRange(customer.Rfm!.R, 1, 5);
        Assert.Empty(store.Undelivered);
    }

    [Fact]
    public async Task Why_OfASegment_SaysEachPartWithItsFigures()
    {
        await using var store = await Store.On(fixture.Silo);
        var crm = store.Client;
        await crm.Segments["views"].PutAsync("Views", "did \"Product Viewed\" at least 2 times in the last 7 days", wait: Long);
        await crm.ApplyAsync(CrmEvent.Track("u:7", "Product Viewed", new() { ["price"] = 5 }), Long);

        var why = await crm.Customers.WhyAsync("u:7", "views");

        Assert.Equal((false, null, null, "did.atLeast"), (why.Member, why.Since, why.Until, why.Rule.Kind));
        Assert.Equal((1, "times"), (why.Rule.Figures["count"].Value.GetInt32(), why.Rule.Figures["count"].Unit));
        Assert.StartsWith("\"Product Viewed\" 1 of 2 times needed in the last 7 days", why.Why, StringComparison.Ordinal);
        await Assert.ThrowsAsync<CrmNotFoundException>(() => crm.Customers.WhyAsync("u:7", "none"));

        var completion = await crm.Rules.CompleteAsync("did \"Product Viewed\" where pr");
        Assert.Equal((new Crm.Client.Rules.CompletionItem("price", "price", "property", "number", 1), 27, 2), (completion.Items.Single(), completion.Replaces.Start, completion.Replaces.Length));
    }

    [Theory]
    [InlineData("u:a/../b")]
    [InlineData("u:100%25 + x?&#")]
    [InlineData("u:..")]
    [InlineData("a:äöü 😀")]
    public async Task Customer_OddId_IsThatCustomer(string id)
    {
        await using var store = await Store.On(fixture.Silo);

        await store.Client.ApplyAsync(CrmEvent.Identify(id, new() { ["city"] = "X" }), Long);
        await store.Client.Customers.TagAsync(id, ["t"], options: Waiting);

        Assert.Equal((id, "t"), (await store.Client.Customers.GetAsync(id) is { } read ? (read.Id, read.Tags.Single()) : default));
        Assert.Null(await store.Client.Customers.GetAsync("u:other"));
        await Assert.ThrowsAsync<CrmNotFoundException>(() => store.Client.Customers.TagAsync("u:other", ["t"]));
    }

    [Fact]
    public async Task Segment_MadeChangedAndDeleted_AnswersAsItStands()
    {
        await using var store = await Store.On(fixture.Silo);
        var vip = store.Client.Segments["vip"];

        Assert.Null(await vip.GetAsync());
        var made = await vip.PutAsync("VIP", "has tag \"vip\"", ifVersion: 0, wait: TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<CrmConflictException>(() => vip.PutAsync("VIP", "everyone", ifVersion: 0));
        var changed = await vip.PutAsync("VIPs", new JsonObject { ["tag"] = "gold" }, made.Version);
        await Assert.ThrowsAsync<CrmConflictException>(() => vip.DeleteAsync(made.Version));
        await store.Client.Segments["all"].PutAsync("All", "everyone");

        Assert.Equal(("vip", "VIP", SegmentState.Live, "has tag \"vip\""), (made.Id, made.Name, made.State, made.Text));
        Assert.True(changed.Version > made.Version);
        Assert.Equal("VIPs", (await vip.GetAsync())?.Name);
        Assert.Equal(["all", "vip"], await store.Client.Segments.List().Select(static segment => segment.Id).ToListAsync());
        Assert.True(await vip.DeleteAsync(changed.Version));
        Assert.False(await vip.DeleteAsync());
        await Assert.ThrowsAsync<CrmNotFoundException>(() => vip.Members().First(1));
    }

    [Fact]
    public async Task Rule_InError_SaysWhereEitherWay()
    {
        await using var store = await Store.On(fixture.Silo);

        var parsed = await store.Client.Rules.ParseAsync("contry = \"BR\"");
        var refused = await Assert.ThrowsAsync<CrmValidationException>(() => store.Client.Segments["s"].PutAsync("S", "contry = \"BR\""));
        var good = await store.Client.Rules.ParseAsync("country = \"BR\" and orders > 1");

        Assert.Equal(("rule", 0, 6, "country"), (parsed.Errors[0].Field, parsed.Errors[0].Position, parsed.Errors[0].Length, parsed.Errors[0].Suggestion));
        Assert.Equal(parsed.Errors, refused.Errors);
        Assert.Equal(("country = \"BR\" and orders > 1", 0), (good.Text, good.Errors.Count));
        Assert.NotNull(good.Rule!["all"]);
    }

    [Fact]
    public async Task Members_SeveralPages_ContinueInTheChanges()
    {
        await using var store = await Store.On(fixture.Silo);
        var crm = store.Client;
        await crm.Segments["all"].PutAsync("All", "everyone", wait: TimeSpan.FromSeconds(30));
        for (var i = 0; i < 1_203; i++)
        {
            await crm.Identify($"u:{i:0000}", new() { ["city"] = "X" });
        }

        await crm.FlushAsync().Soon();
        await crm.Segments["all"].Changes().Where(static change => change.Kind == ChangeKind.Entered).First(1_203); // until all are there
        var pages = await crm.Segments["all"].Members().ToListAsync();
        await crm.Identify("u:late", new() { ["city"] = "X" });
        await crm.FlushAsync().Soon();

        var next = (await crm.Segments["all"].Changes(pages[0].ChangesAfter).First(1)).Single();

        Assert.Equal([500, 500, 203], pages.Select(static page => page.Items.Count));
        Assert.Equal(Enumerable.Range(0, 1_203).Select(static i => $"u:{i:0000}"), pages.SelectMany(static page => page.Items).Select(static member => member.Customer));
        Assert.Single(pages.Select(static page => page.ChangesAfter).Distinct());
        Assert.Equal(("u:late", ChangeKind.Entered, ChangeCause.Event), (next.Customer, next.Kind, next.Cause));
    }

    [Fact]
    public async Task Rfm_OfAStore_HasGroupsAndCuts()
    {
        await using var store = await Store.On(fixture.Silo);
        await store.Client.ApplyAsync(CrmEvent.Track("u:7", "Order Completed", new() { ["order_id"] = "o1", ["total"] = 10 }), Long);

        var rfm = await store.Client.Rfm.GetAsync();

        Assert.Equal(1, rfm.Groups.Values.Sum());
        Assert.Equal(1, rfm.Grid.Sum(static row => row.Sum()));
        Assert.Equal((4, 4, 4), (rfm.Cuts.R.Count, rfm.Cuts.F.Count, rfm.Cuts.M.Count));
    }

    [Fact]
    public async Task RfmSettings_PutReadAndRefreshed_AreTheSame()
    {
        await using var store = await Store.On(fixture.Silo);
        await store.Client.ApplyAsync(CrmEvent.Track("u:8", "Order Completed", new() { ["order_id"] = "o1", ["total"] = 10 }), Long);

        var put = await store.Client.Rfm.PutSettingsAsync(
            new() { Method = "quantiles", Scores = 3, Thresholds = new([10, 20], M: [5.5m, 7]), Hysteresis = 0.1m, RefreshEvery = "P1D", Groups = [new("Rich", M: [3, 3])] }, ifVersion: 0, wait: Long);
        var read = await store.Client.Rfm.GetSettingsAsync();
        var rfm = await store.Client.Rfm.RefreshAsync(Long);

        Assert.Equal((put.Version, "quantiles", 3, 0.1m, "P1D"), (read.Version, read.Method, read.Scores, read.Hysteresis, read.RefreshEvery));
        Assert.Equal([10, 20], read.Thresholds!.R!);
        Assert.Equal([5.5m, 7m], read.Thresholds.M!);
        Assert.Null(read.Thresholds.F);
        Assert.NotNull(rfm.AsOf);
        Assert.Equal(1, rfm.Groups["Rich"]);
        Assert.Equal("Rich", (await store.Client.Customers.GetAsync("u:8"))!.Rfm!.History[0].Group);
        await Assert.ThrowsAsync<CrmConflictException>(() => store.Client.Rfm.PutSettingsAsync(new(), ifVersion: 0));
        Assert.Equal("scores", Assert.Single((await Assert.ThrowsAsync<CrmValidationException>(() => store.Client.Rfm.PutSettingsAsync(new() { Scores = 9 }))).Errors).Field);
    }

    [Fact]
    public async Task Keys_WrongOrTooWeak_AreUnauthorized()
    {
        await using var store = await Store.On(fixture.Silo);
        var undelivered = new List<UndeliveredEvent>();
        await using var stranger = new CrmClient(new() { Url = store.Options.Url, WriteKey = "nobody", ApiKey = "nobody", OnUndelivered = undelivered.Add });
        await using var sender = new CrmClient(new() { Url = store.Options.Url, ApiKey = store.Options.ApiKey });

        await Assert.ThrowsAsync<CrmUnauthorizedException>(() => stranger.Customers.GetAsync("u:1"));
        await Assert.ThrowsAsync<CrmUnauthorizedException>(() => stranger.Changes().First(1));
        await stranger.Track("u:1", "Ping");
        await stranger.FlushAsync().Soon();
        Assert.Equal(UndeliveredCause.Failed, Assert.Single(undelivered).Cause);
        Assert.True(await sender.ApplyAsync(CrmEvent.Track("u:1", "Ping"), Long)); // by the API key
    }

    [Fact]
    public async Task Send_EventThatTheCrmRejects_ReachesTheCallback()
    {
        await using var store = await Store.On(fixture.Silo);

        await store.Client.Track("u:1", "Ping");
        await store.Client.Send(CrmEvent.Track("u:1", "Ping") with { MessageId = "ahead", Timestamp = DateTimeOffset.UtcNow.AddDays(3) });
        await store.Client.Send(new CrmEvent { Type = "dance", UserId = "1", MessageId = "dance" });
        await store.Client.FlushAsync().Soon();

        Assert.Equal(
            [("ahead", UndeliveredCause.Rejected, "futureDate"), ("dance", UndeliveredCause.Rejected, "unknownType")],
            store.Undelivered.Select(static undelivered => (undelivered.Event.MessageId!, undelivered.Cause, undelivered.Reason)));
        var refused = await Assert.ThrowsAsync<CrmValidationException>(() => store.Client.ApplyAsync(store.Undelivered.First().Event, Long));
        Assert.Contains("futureDate", refused.Message, StringComparison.Ordinal);
    }
}
