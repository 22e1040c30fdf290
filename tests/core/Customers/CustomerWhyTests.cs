using Crm.Core.Rules.Why;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Tests.Customers;

public class CustomerWhyTests
{
    private const string Recent = "did \"x\" in the last 5 minutes", Country = "country = \"BR\"";

    [Fact]
    public void Why_BeforeTheNextWakeUp_IsAsOfTheInstantAskedFor()
    {
        var host = new CustomerHost(Recent);
        host.Track("x", minutes: 0);

        var why = host.Customer.Why("s0", CustomerHost.At(3))!;

        Assert.Equal((true, CustomerHost.At(3), CustomerHost.At(5)), (why.IsMember, why.AsOf, why.Why.Until));
        Assert.Equal(CustomerHost.Start, why.Since);
    }

    /// <summary>What is due was not taken yet: the answer must not say what no membership says.</summary>
    [Fact]
    public void Why_PastAWakeUpThatWasNotTaken_IsAsOfJustBeforeIt()
    {
        var host = new CustomerHost(Recent);
        host.Track("x", minutes: 0);

        var why = host.Customer.Why("s0", CustomerHost.At(60))!;

        Assert.Equal((true, true, CustomerHost.At(5).PlusMilliseconds(-1)), (why.IsMember, why.Why.Holds, why.AsOf));
        host.Customer.WakeThrough(CustomerHost.At(60), host.Offset, host.Effects);
        why = host.Customer.Why("s0", CustomerHost.At(60))!;
        Assert.Equal((false, false, CustomerHost.At(60), CustomerHost.At(5)), (why.IsMember, why.Why.Holds, why.AsOf, why.Since));
    }

    [Fact]
    public void Why_EarlierThanTheLastRecord_IsAsOfThatRecord()
    {
        var host = new CustomerHost(Recent);
        host.Track("x", minutes: 2);

        Assert.Equal(CustomerHost.At(2), host.Customer.Why("s0", Instant.Min)!.AsOf);
    }

    [Fact]
    public void Why_NeverIn_HasNoSince()
    {
        var host = new CustomerHost(Recent, Country);
        host.Track("y", minutes: 0);

        Assert.Null(host.Customer.Why("s1", host.Now)!.Since);
        Assert.Equal("country is not known", Words.InEnglish(TimeZoneInfo.Utc).Summary(host.Customer.Why("s1", host.Now)!.Why));
        Assert.Empty(host.Customer.WhyMember(host.Now));
    }

    [Fact]
    public void Why_UnknownSegmentOrNobody_IsNull()
    {
        var host = new CustomerHost(Recent);

        Assert.Null(host.Customer.Why("s0", host.Now)); // never heard of
        host.Track("x", minutes: 0);
        Assert.Null(host.Customer.Why("s7", host.Now));
    }

    [Fact]
    public void Why_Asked_LeavesTheStateAsItWas()
    {
        var host = new CustomerHost(Recent, Country, "did \"x\" then \"y\" within 2 minutes");
        host.Track("x", minutes: 0);
        var writer = new SnapshotWriter();
        var before = host.Customer.Write(writer).ToArray();

        foreach (var minute in Enumerable.Range(0, 100))
        {
            host.Customer.WhyMember(CustomerHost.At(minute));
            host.Customer.Why("s2", CustomerHost.At(minute));
        }

        Assert.Equal(before, host.Customer.Write(writer).ToArray());
    }
}
