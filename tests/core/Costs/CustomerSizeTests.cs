using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Storage;
using Crm.Core.Tests.Customers;
using Xunit.Abstractions;

namespace Crm.Core.Tests.Costs;

/// <summary>What one customer takes: in a snapshot, and in memory at most, for what is allocated on reading it is all that it holds.</summary>
public class CustomerSizeTests(ITestOutputHelper output)
{
    [Fact]
    public void Customer_WithALittleOfEverything_IsSmall()
    {
        var definitions = CustomerHost.Definitions(1, "orders >= 3", "did \"Product Viewed\" at least 3 times in the last 7 days", "stage = \"slipping\"", "can receive email");
        var host = new CustomerHost(definitions);
        host.Apply("""
            "type":"identify","anonymousId":"8f14e45f-ceea-467f-a0e6-9b1c2d3e4f50","traits":{"email":"ana.lima@example.com","firstName":"Ana","lastName":"Lima","phone":"+5531987654321","birthday":"1990-05-17","plan":"gold",
            "address":{"country":"BR","city":"Belo Horizonte","state":"MG","postalCode":"30110-000","street":"Rua da Bahia, 1000"}}
            """);
        host.Apply("\"type\":\"consents\",\"channel\":\"email\",\"state\":\"granted\",\"source\":\"checkout\",\"version\":\"2026-01\"");
        for (var i = 0; i < 30; i++)
        {
            host.Apply($$$"""
                "type":"track","messageId":"m{{{i}}}","event":"Product Viewed","properties":{"category":"c{{{i % 8}}}","brand":"b{{{i % 3}}}"},
                "context":{"locale":"pt-BR","timezone":"America/Sao_Paulo","library":{"name":"analytics.js"},"campaign":{"source":"google","medium":"cpc","name":"spring"} }
                """, minutes: i * 100);
        }

        for (var i = 0; i < 3; i++)
        {
            host.Track("Order Completed", $$"""{"order_id":"{{i}}","total":99.90,"channel":"app"}""", minutes: 4_000 + i);
        }

        Check(host, definitions, snapshot: 1_200, memory: 6_000);
    }

    [Fact]
    public void Customer_SeenOnce_IsSmaller()
    {
        var definitions = CustomerHost.Definitions(1, "orders >= 3");
        var host = new CustomerHost(definitions);
        host.Apply("\"type\":\"page\",\"messageId\":\"m\",\"context\":{\"locale\":\"pt-BR\",\"library\":{\"name\":\"analytics.js\"}}");

        Check(host, definitions, snapshot: 130, memory: 2_000);
    }

    // Seen to fail, with 544 bytes more, where each part that is not there was made to be written.
    [Fact]
    public void Write_OfACustomerSeenOnce_AllocatesNothing()
    {
        var host = new CustomerHost(CustomerHost.Definitions(1, "orders >= 3"));
        host.Apply("\"type\":\"page\",\"messageId\":\"m\",\"context\":{\"locale\":\"pt-BR\"}");
        var writer = new SnapshotWriter();
        host.Customer.Write(writer);
        var before = GC.GetAllocatedBytesForCurrentThread();

        host.Customer.Write(writer);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 96); // but empty runs of automations
    }

    private void Check(CustomerHost host, StoreDefinitions definitions, int snapshot, int memory)
    {
        var state = host.Customer.Write(new());
        Customer.Read(host.Customer.Key, state, definitions); // makes what all customers share
        var before = GC.GetAllocatedBytesForCurrentThread();

        var read = Customer.Read(host.Customer.Key, state, definitions);

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine($"{state.Length} bytes in a snapshot, at most {bytes} in memory");
        Assert.True(read.Exists);
        Assert.InRange(state.Length, 1, snapshot);
        Assert.InRange(bytes, 1, memory);
    }
}
