using Crm.Core.Customers;
using Crm.Core.Profiles;
using Crm.Core.Tests.Customers;

namespace Crm.Core.Tests.Profiles;

public class ConsentTests
{
    private readonly CustomerHost _host = new("consent email = granted", "consent email for \"ORDERS\" = denied", "consent sms = unknown", "can receive email");

    /// <summary>Of each channel and purpose what was said last, ties by the log: whatever the order of arrival.</summary>
    [Fact]
    public void Consents_InAnyOrder_AreTheNewestSaid()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var host = new CustomerHost();
            var said = new List<(string Channel, string Purpose, string State, int Minute)>();
            for (var i = 0; i < 40; i++)
            {
                said.Add((Pick("email", "sms", "post"), Pick("marketing", "orders", "Reviews"), Pick("granted", "denied"), random.Next(20)));
                var (channel, purpose, state, minute) = said[^1];
                host.Apply($$"""
                    "type":"consents","channel":"{{channel}}","purpose":"{{purpose}}","state":"{{state}}","source":"s{{i}}"
                    """, minute, now: 30);
            }

            var expected = said.Select(static (one, i) => (one, i)).GroupBy(static pair => (pair.one.Channel, Purpose: pair.one.Purpose.ToLowerInvariant()))
                .Select(static group => (group.Key, Last: group.OrderBy(static pair => pair.one.Minute).ThenBy(static pair => pair.i).Last()))
                .Select(static pair => $"{pair.Key.Channel} {pair.Key.Purpose} {pair.Last.one.State} {CustomerHost.At(pair.Last.one.Minute)} s{pair.Last.i}").Order(StringComparer.Ordinal);
            var read = Customer.Read(host.Customer.Key, host.Customer.Write(new()), CustomerHost.Definitions(1)).View();
            Assert.Equal(expected, read.Consents.Select(static consent => $"{consent.Channel.Name()} {consent.Purpose} {consent.State.Name()} {consent.At} {consent.Source}").Order(StringComparer.Ordinal));

            string Pick(params string[] choices) => choices[random.Next(choices.Length)];
        }
    }

    [Fact]
    public void Rules_OnConsentAndAddress_FollowBoth()
    {
        _host.Apply("\"type\":\"identify\"", 0);
        Assert.Equal(["s2"], Members());

        Say("email", "marketing", "granted", 1);
        Assert.Equal(["s0", "s2"], Members());

        _host.Apply("""
            "type":"identify","traits":{"email":"a@x.y"}
            """, 2);
        Say("email", "orders", "denied", 3);
        Say("sms", "marketing", "denied", 3);
        Assert.Equal(["s0", "s1", "s3"], Members());

        Say("email", "marketing", "denied", 4);
        Say("email", "marketing", "granted", 2); // said before it was taken back
        Assert.Equal(["s1"], Members());
    }

    [Fact]
    public void Consents_UnknownOrTooMany_AreReported()
    {
        Say("fax", "marketing", "granted", 1);
        Assert.Equal(ProblemReason.NotAConsent, _host.View.Problems.Single().Reason);

        for (var i = 0; i <= CustomerLimits.Consents; i++)
        {
            Say("email", $"p{i}", "granted", 2);
        }

        Assert.Equal((CustomerLimits.Consents, ProblemReason.TooManyConsents), (_host.View.Consents.Length, _host.View.Problems.Single().Reason));
        Assert.Null(_host.View.Figures.FirstSeen); // nobody was seen
    }

    private IEnumerable<string> Members() => _host.View.Segments.Select(static membership => membership.Segment);

    private void Say(string channel, string purpose, string state, double minute) => _host.Apply($$"""
        "type":"consents","channel":"{{channel}}","purpose":"{{purpose}}","state":"{{state}}"
        """, minute, now: 10);
}
