using System.Globalization;
using Crm.Silo.Tests.Support;
using Xunit.Abstractions;

namespace Crm.Silo.Tests.Live;

/// <summary>On the wall clock nobody ticks but the silo itself: a change that time brings is seen when it is due.</summary>
[Collection(SiloCollection.Name)]
public class WallClockTests(SiloFixture fixture, ITestOutputHelper output)
{
    // Ten times what is promised (300 ms), for a busy machine.
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData("did \"Product Added\" then not \"Order Completed\" within 2 seconds", "Product Added", "entered")]
    [InlineData("last \"Product Added\" more than 2 seconds ago", "Product Added", "entered")]
    [InlineData("did \"Product Viewed\" in the last 2 seconds", "Product Viewed", "left")]
    public async Task Time_Passes_ChangeIsDatedExactlyAndSeenSoon(string rule, string name, string change)
    {
        using var store = await fixture.Store();
        await store.PutSegment("due", rule);
        var after = (await store.Get("/api/v1/changes?limit=1000")).Ok()["next"].GetString()!;
        using var stream = await store.Open($"/api/v1/segments/due/changes/stream?after={Uri.EscapeDataString(after)}");
        var at = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        await store.Apply("track", $$$"""{"userId":"1","event":"{{{name}}}","timestamp":"{{{at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}}}","properties":{"product_id":"p"}}""");

        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        string? line;
        do
        {
            line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }
        while (line is not null && !(line.StartsWith("data:", StringComparison.Ordinal) && line.Contains($"\"{change}\"", StringComparison.Ordinal)));

        var seen = DateTimeOffset.UtcNow;
        var due = System.Text.Json.JsonElement.Parse(line!["data:".Length..]);
        Assert.Equal(at.AddSeconds(2), due.GetProperty("at").GetDateTimeOffset());
        Assert.Equal("time", due.GetProperty("cause").GetString());
        output.WriteLine($"seen {(seen - at.AddSeconds(2)).TotalMilliseconds:N0} ms after it was due");
        Assert.InRange(seen - at.AddSeconds(2), TimeSpan.Zero, Late);
    }
}
