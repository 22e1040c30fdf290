using Crm.Core.Tests.Customers;

namespace Crm.Core.Tests.Profiles;

public class AccountTests
{
    private readonly CustomerHost _host = new("account = \"acme\"", "accountType = \"wholesale\"", "accountName is known");

    [Fact]
    public void Group_NewestInstant_IsTheAccountWithItsNameAndType()
    {
        Group("\"acme\"", """{"name":"Acme","type":"wholesale","employees":7}""", 5);
        Assert.Equal(("acme", "Acme", "wholesale", 3), State());

        Group("7", "{}", 10);
        Assert.Equal(("7", null, null, 0), State()); // the name and type were another company's

        Group("\"acme\"", """{"name":"Acme late"}""", 7);
        Assert.Equal(("7", null, null, 0), State());

        Group("\"7\"", """{"type":"wholesale"}""", 12);
        Assert.Equal(("7", null, "wholesale", 1), State());

        Group("null", "{}", 20);
        Assert.Equal((null, null, null, 0), State());
    }

    [Fact]
    public void Group_WithoutAnUsableId_ChangesNothing()
    {
        Group("\"acme\"", """{"name":"Acme"}""", 5);
        Group("[]", "{}", 6);
        _host.Apply("\"type\":\"group\",\"traits\":{\"name\":\"Other\"}", 7);

        Assert.Equal(("acme", "Acme", null, 2), State());
        Assert.Equal("account", _host.View.Problems.Single().Field);
    }

    private (string?, string?, string?, int) State() => (_host.Field("account"), _host.Field("accountName"), _host.Field("accountType"), _host.View.Segments.Length);

    private void Group(string id, string traits, double minute) => _host.Apply($"\"type\":\"group\",\"groupId\":{id},\"traits\":{traits}", minute, now: 30);
}
