using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Values;

namespace Crm.Core.Tests.Customers;

/// <summary>Rules look only at fields that they were told of: a change that the fold keeps to itself would be missed.</summary>
public class FieldChangeTests
{
    private static readonly string[] Rules =
    [
        .. CustomerFields.All.SelectMany(static field => field.Kind switch
        {
            ValueKind.Number => new[] { 0, 1, 2, 4, 10, 100, 300, 1000 }.Select(bound => $"{field.Name} > {bound}").Append($"{field.Name} = 2"),
            ValueKind.Instant when field.Name == "birthday" => ["birthday in the next 7 days", "birthday in the next 2 months", "birthday is known"],
            ValueKind.Instant => new[] { "2024-02-20", "2024-03-02", "2024-03-10", "2024-04-01", "2024-06-01" }.Select(date => $"{field.Name} after {date}"),
            _ => new[] { "web", "app", "x", "y", "a@x.y", "BR", "pt-BR", "female", "repeat", "slipping", "Shoes", "Promising", "Lost" }.Select(text => $"{field.Name} = \"{text}\"").Append($"{field.Name} is known"),
        }),
        "traits.plan is known", "traits.plan = \"a\"", "traits.score = 1", "has tag \"vip\"", "has tag \"b2b\"",
        "consent email = granted", "consent sms for \"orders\" = denied", "consent sms = unknown", "can receive email", "can receive sms",
    ];

    private static readonly StoreDefinitions Definitions = CustomerHost.Definitions(1, Rules);

    [Fact]
    public void Apply_AnyChange_ReachesTheRulesThatReadIt()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var host = new CustomerHost(Definitions);
            foreach (var line in new RandomStream(seed).Lines(60))
            {
                host.Now = line.Now;
                host.Append(line.Json);
                if (host.Customer.Exists)
                {
                    var members = host.View.Segments.Select(static membership => membership.Segment);
                    Assert.True(members.SequenceEqual(Afresh(host)), $"seed {seed}: {string.Join("; ", members.Except(Afresh(host)).Union(Afresh(host).Except(members)).Select(RuleOf))}");
                }
            }
        }
    }

    private static List<string> Afresh(CustomerHost host)
    {
        var state = new RuleState(Definitions.Rules);
        state.Settle(host.Customer, host.Now, []);
        return [.. Definitions.Rules.Segments.Where((_, i) => state.IsMember(i)).Select(static segment => segment.Id)];
    }

    private static string RuleOf(string segment) => Rules[int.Parse(segment[1..], null)];
}
