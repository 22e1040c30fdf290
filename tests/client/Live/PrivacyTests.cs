using System.Text;
using System.Text.Json;
using Crm.Client.Tests.Support;
using Crm.TestSupport;
using Crm.TestSupport.Databases;

namespace Crm.Client.Tests.Live;

/// <summary>A silo that looks for what is old every fifth of a second, and a database that can be made to look older.</summary>
public sealed class PrivacyTests : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private TestDatabase _database = null!;
    private SiloProcess _silo = null!;
    private Store _store = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create(migrated: false);
        _silo = new(_database.ConnectionString, new Dictionary<string, string> { ["Crm__Retention__Period"] = "00:00:00.200" });
        await _silo.Start();
        _store = await Store.On(_silo);
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _silo.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Changes_CursorOlderThanTheRetention_SaysSoAndAListingGoesOn()
    {
        var crm = _store.Client;
        await crm.Segments["vip"].PutAsync("VIP", "has tag \"vip\"", wait: Long);
        await crm.ApplyAsync(CrmEvent.Identify("u:1", new() { ["city"] = "X" }), Long);
        await crm.Customers.TagAsync("u:1", ["vip"], options: new() { Wait = Long });
        var old = await First(null);
        await crm.Customers.TagAsync("u:1", remove: ["vip"], options: new() { Wait = Long });
        await crm.Customers.TagAsync("u:1", ["vip"], options: new() { Wait = Long });
        await _database.Execute("update crm.feed set recorded_at = recorded_at - 3 * 86400000");

        await Keep("""{"retention":{"changes":2}}""");

        var error = await Assert.ThrowsAsync<CrmCursorExpiredException>(() => Expired(old).Soon());
        Assert.False(error.IsRetryable);
        Assert.Contains("list the members again", error.Message, StringComparison.Ordinal);
        var page = (await crm.Segments["vip"].Members().ToListAsync()).Single();
        Assert.Equal("u:1", page.Items.Single().Customer);
        await crm.Customers.TagAsync("u:1", remove: ["vip"], options: new() { Wait = Long });
        Assert.NotEqual(page.ChangesAfter, await First(page.ChangesAfter));
    }

    [Fact]
    public async Task Export_AKnownCustomer_IsTheDocument()
    {
        await _store.Client.ApplyAsync(CrmEvent.Track("u:1", "Viewed", new() { ["text"] = new string('é', 10_000) }), Long);
        using var document = new MemoryStream();

        await _store.Client.Customers.ExportAsync("u:1", document);

        var export = JsonElement.Parse(Encoding.UTF8.GetString(document.ToArray()));
        Assert.Equal(("crm.customer-export", "Viewed"), (export.GetProperty("format").GetString(), export.GetProperty("events")[0].GetProperty("name").GetString()));
        Assert.True(export.GetProperty("complete").GetBoolean());
        await Assert.ThrowsAsync<CrmNotFoundException>(() => _store.Client.Customers.ExportAsync("u:2", document));
    }

    private async Task<string> First(string? after)
    {
        await foreach (var change in _store.Client.Changes(after))
        {
            return change.Cursor;
        }

        throw new InvalidOperationException("The changes ended.");
    }

    // What is old goes within a moment of the setting; until then the cursor is as good as any.
    private async Task Expired(string cursor)
    {
        while (true)
        {
            await First(cursor);
        }
    }

    private async Task Keep(string settings)
    {
        using var http = new HttpClient { BaseAddress = _silo.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", _store.Options.ApiKey);
        using var content = new StringContent(settings, Encoding.UTF8, "application/json");
        (await http.PutAsync("/api/v1/privacy/settings", content)).EnsureSuccessStatusCode();
    }
}
