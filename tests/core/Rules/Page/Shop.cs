using Crm.Core.Definitions;
using Crm.Core.Simulation;
using Crm.Core.Time;

namespace Crm.Core.Tests.Rules.Page;

/// <summary>A shop in Sao Paulo with one customer, ann, and one segment, s.</summary>
internal sealed class Shop(string start = "2017-06-14T12:00:00Z")
{
    public const string Ann = "u:ann";

    public Simulator Store { get; } = new(new("shop", StoreClock.Log, "America/Sao_Paulo", "BRL"), At(start));

    public bool IsIn => Store.Members("s").Contains(Ann);

    /// <summary>When ann came into the segment and left it.</summary>
    public IEnumerable<(string At, bool Entered)> Changes => Store.Changes("s").Where(static change => change.Customer == Ann).Select(static change => (change.At.ToString(), change.Entered));

    public static Instant At(string time) => Instant.From(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

    public Shop Rule(string rule)
    {
        Store.Define("s", rule);
        return this;
    }

    /// <summary>Whether the rule, put now, holds for ann.</summary>
    public bool Holds(string rule) => Rule(rule).IsIn;

    public Shop Did(string name, object? properties = null, string? at = null)
    {
        Assert.Equal(Core.Customers.ApplyKind.Applied, Store.Event(Ann, name, at is null ? null : At(at), properties).Kind);
        return this;
    }

    public Shop Is(object traits)
    {
        Assert.Equal(Core.Customers.ApplyKind.Applied, Store.Identify(Ann, traits).Kind);
        return this;
    }

    public Shop After(double hours)
    {
        Store.Advance(TimeSpan.FromHours(hours));
        return this;
    }

    public Shop AfterDays(double days) => After(24 * days);
}
