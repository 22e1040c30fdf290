// Sends an order, waits until its customer enters a segment, and prints the customer.
// source .crm/keys.env && dotnet run --project samples/client
using Crm.Client;
using Crm.Client.Changes;

var options = new CrmClientOptions
{
    Url = new(Environment.GetEnvironmentVariable("CRM_URL") ?? "http://127.0.0.1:8080"),
    WriteKey = Environment.GetEnvironmentVariable("CRM_WRITE_KEY"),
    ApiKey = Environment.GetEnvironmentVariable("CRM_API_KEY"),
    OnUndelivered = static undelivered => Console.Error.WriteLine($"Not delivered: {undelivered.Event.MessageId}, {undelivered.Reason}"),
};
var customer = $"u:sample-{Guid.NewGuid():N}"[..16];
using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
await using var crm = new CrmClient(options);

// The rule that says who is meant, and the place in the changes from which on we want to hear of them.
var segment = crm.Segments["big-orders"];
await segment.PutAsync("Big orders", "did \"Order Completed\" where total >= 100 in the last 30 days", wait: TimeSpan.FromSeconds(30), cancellationToken: patience.Token);
string? after = null;
await foreach (var page in segment.Members(patience.Token))
{
    after = page.ChangesAfter;
}

// What happens in the shop.
await crm.Identify(customer, new() { ["name"] = "Ana Souza", ["country"] = "BR" });
await crm.Track(customer, "Order Completed", new() { ["order_id"] = $"order-{Guid.NewGuid():N}", ["total"] = 120.5m });

// What comes of it: the change is here as soon as it is committed.
await foreach (var change in segment.Changes(after, patience.Token))
{
    if (change.Customer == customer && change.Kind == ChangeKind.Entered)
    {
        Console.WriteLine($"{change.Customer} entered {change.Segment} at {change.At:u}");
        break;
    }
}

var entered = await crm.Customers.GetAsync(customer, patience.Token) ?? throw new InvalidOperationException("The customer is not there.");
Console.WriteLine($"{entered.Fields["name"]}: {entered.Figures.Orders} order, {entered.Figures.Revenue} {entered.Figures.Currency}, {entered.Rfm?.Group}");
