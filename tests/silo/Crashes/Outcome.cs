using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Crashes;

/// <summary>What came of a replay: every customer's state, and its feed entries in order.</summary>
internal sealed record Outcome(IReadOnlyList<string> Customers, IReadOnlyDictionary<string, List<string>> Changes)
{
    public static async Task<Outcome> Of(TestStore store, IEnumerable<string> customers)
    {
        var changes = await ChangesOf(store);
        var states = new List<string>();
        foreach (var id in customers)
        {
            states.Add((await store.Get($"/api/v1/customers/u:{id}")).Ok().Text);
        }

        return new(states, changes);
    }

    public void AssertEqual(Outcome other)
    {
        Assert.NotEmpty(Changes);
        Assert.Equal(Customers, other.Customers);
        Assert.Equal(Changes.Keys.Order(StringComparer.Ordinal), other.Changes.Keys.Order(StringComparer.Ordinal));
        foreach (var (customer, changes) in Changes)
        {
            Assert.Equal(changes, other.Changes[customer]);
        }
    }

    private static async Task<Dictionary<string, List<string>>> ChangesOf(TestStore store)
    {
        var changes = new Dictionary<string, List<string>>();
        var numbers = new Dictionary<int, long>();
        for (var (after, more) = ("", true); more;)
        {
            var page = (await store.Get($"/api/v1/changes?limit=1000{after}")).Ok();
            after = "&after=" + Uri.EscapeDataString(page["next"].GetString()!);
            more = page["items"].GetArrayLength() > 0;
            foreach (var item in page["items"].EnumerateArray())
            {
                var partition = item.GetProperty("partition").GetInt32();
                var number = item.GetProperty("number").GetInt64();
                Assert.Equal(numbers.GetValueOrDefault(partition) + 1, number); // gap-free
                numbers[partition] = number;
                var customer = item.GetProperty("customer").GetString() ?? $"partition {partition}";
                var entry = $"{item.GetProperty("id").GetString()} {item.GetProperty("change").GetString()} {item.GetProperty("at").GetString()} {item.GetProperty("eventAt")} {item.GetProperty("cause")}";
                (changes.TryGetValue(customer, out var known) ? known : changes[customer] = []).Add(entry);
            }
        }

        return changes;
    }
}
