using System.Text;
using Crm.Core.Customers;
using Crm.Core.Customers.Json;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Tests.Customers;
using Crm.Core.Time;

namespace Crm.Core.Tests.Events;

/// <summary>What holds for any bytes: an event or a reason; what decodes folds; what folds is read back as it was; what is refused leaves no trace.</summary>
internal static class Folding
{
    private static readonly Instant Now = new(1_710_000_000_000);

    private static readonly StoreDefinitions Store = CustomerHost.Definitions(
        1,
        "did \"Product Viewed\" where category = \"x\" at least 2 times in the last 7 days",
        "revenue >= 100 or orders > 2 or cart.items > 2",
        "traits.score > 1 or traits.plan = \"12.50\" or has tag \"vip\"",
        "did \"Product Added\" where price > 1 then not \"Order Completed\" within 2 hours",
        "last \"Order Completed\" more than 3 days ago");

    /// <returns>Whether it is an event.</returns>
    public static bool Check(byte[] bytes) => Check([bytes], "alone") > 0;

    /// <summary>All for one customer, one after the other and each once more.</summary>
    /// <returns>How many are events.</returns>
    public static int Check(byte[][] stream, string at)
    {
        var (customer, effects, offset, decoded) = (Customer.New(new("shop", "u:1"), Store), new List<Effect>(), 0L, 0);
        foreach (var bytes in stream)
        {
            var result = EventDecoder.Decode(bytes, Now);
            Assert.True(result.Event is null != result.Reason is null, at);
            if (result.Event is not { } e)
            {
                continue;
            }

            decoded++;
            Assert.NotEmpty(EventHome.KeyOf("shop", e).Id);
            for (var times = 0; times < 2; times++)
            {
                var before = Shown(customer);
                var outcome = customer.Apply(new(offset++, Now, e), effects);
                Assert.True(outcome.Kind == ApplyKind.Applied || before == Shown(customer), $"{at}: left a trace: {Encoding.UTF8.GetString(bytes)}");
            }
        }

        AssertReadsBack(customer, at);
        return decoded;
    }

    private static string Shown(Customer customer) => Encoding.UTF8.GetString(CustomerDocument.Write(customer.View() with { AsOf = default }));

    private static void AssertReadsBack(Customer customer, string at)
    {
        var state = customer.Write(new());
        var read = Customer.Read(customer.Key, state, Store);
        Assert.True(state.SequenceEqual(read.Write(new())), at);
        Assert.Equal(CustomerDocument.Write(customer.View()), CustomerDocument.Write(read.View()));
        Assert.Equal(customer.NextWake, read.NextWake);
        Assert.Equal(customer.Columns().ToString(), read.Columns().ToString());
    }
}
