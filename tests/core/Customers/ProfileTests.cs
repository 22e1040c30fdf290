using Crm.Core.Customers;

namespace Crm.Core.Tests.Customers;

public class ProfileTests
{
    private readonly CustomerHost _host = new();

    [Theory]
    [InlineData("""{"email":" Ana@Example.COM "}""", "email", "ana@example.com")]
    [InlineData("""{"firstName":"Ana","lastName":"Lima"}""", "lastName", "Lima")]
    [InlineData("""{"name":"Ana\u0000 Lima"}""", "name", "Ana Lima")]
    [InlineData("""{"phone":"+55 31 98765-4321"}""", "phone", "+5531987654321")]
    [InlineData("""{"gender":true}""", "gender", null)]
    [InlineData("""{"birthday":"1990-05-17T00:00:00.000Z"}""", "birthDate", "1990-05-17")]
    [InlineData("""{"timezone":"america/sao_paulo"}""", "timeZone", "America/Sao_Paulo")]
    [InlineData("""{"address":{"street":"Rua da Bahia, 1"}}""", "street", "Rua da Bahia, 1")]
    [InlineData("""{"company":"Initech"}""", "company", "Initech")]
    [InlineData("""{"company":{"id":1,"name":"Initech","plan":{"name":"x"}}}""", "company", "Initech")]
    [InlineData("""{"address":{"city":"Belo Horizonte","country":"BR","state":"MG","postalCode":30110,"street":"x"}}""", "postalCode", "30110")]
    [InlineData("""{"city":"Belo Horizonte"}""", "city", "Belo Horizonte")]
    [InlineData("""{"language":"pt"}""", "language", "pt")]
    [InlineData("""{"name":"half \ud83d"}""", "name", null)]
    [InlineData("""{"name":""}""", "name", null)]
    [InlineData("""{"userId":"9","anonymousId":"x"}""", "anonymousId", null)]
    public void Identify_ReservedTrait_IsAField(string traits, string field, string? expected)
    {
        _host.Apply($"\"type\":\"identify\",\"traits\":{traits}");

        Assert.Equal(expected, _host.Field(field));
        Assert.Empty(_host.View.Traits);
    }

    [Theory]
    [InlineData("\"x\\\"y\"", "\"x\\\"y\"")]
    [InlineData("1.50", "1.50")]
    [InlineData("true", "true")]
    [InlineData("{\"a\": [1]}", "{\"a\": [1]}")]
    [InlineData("[1,2]", "[1,2]")]
    [InlineData("1e99", "1e99")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("null", null)]
    [InlineData("{\"a\":[\"half \\ud83d\"]}", null)] // whoever reads the customer would throw on it
    [InlineData("{\"\\udc00\":1}", null)]
    [InlineData("{\"a\":\"\\ud83d\\ude00\"}", "{\"a\":\"\\ud83d\\ude00\"}")]
    public void Identify_CustomTrait_IsKept(string written, string? expected)
    {
        _host.Apply($$"""
            "type":"identify","traits":{"pl\u0061n":{{written}},"address":"a text"}
            """);

        Assert.Equal(expected, _host.Trait("plan"));
        Assert.Equal("\"a text\"", _host.Trait("address"));
    }

    [Fact]
    public void Identify_LateOrRemoving_GoesByTheEventsInstant()
    {
        _host.Apply("""
            "type":"identify","traits":{"email":"new@x","plan":"b","city":"X"}
            """, minutes: 10);
        _host.Apply("""
            "type":"identify","traits":{"email":"old@x","plan":"a","phone":"+5531987654321"}
            """, minutes: 5);
        _host.Apply("""
            "type":"identify","traits":{"address":null,"plan":null,"extra":null}
            """, minutes: 20);
        _host.Apply("""
            "type":"identify","traits":{"city":"Y","plan":"c","extra":1}
            """, minutes: 15);

        Assert.Equal(("new@x", "+5531987654321", null), (_host.Field("email"), _host.Field("phone"), _host.Field("city")));
        Assert.Empty(_host.View.Traits);
    }

    [Fact]
    public void Context_TraitsAndLocale_SetFields()
    {
        _host.Apply("""
            "type":"track","event":"x","context":{"locale":"pt-BR","traits":{"email":"a@b","plan":"x"}}
            """);

        Assert.Equal(("pt-BR", "a@b", "\"x\""), (_host.Field("language"), _host.Field("email"), _host.Trait("plan")));
    }

    [Theory]
    [InlineData("""{"channel":"pos"}""", """{"channel":"x","library":{"name":"analytics.js"}}""", "pos")]
    [InlineData("{}", """{"channel":"email","device":{}}""", "email")]
    [InlineData("{}", """{"app":{"name":"x"},"library":{"version":"2","name":"RudderLabs JavaScript SDK"}}""", "web")]
    [InlineData("{}", """{"library":{"name":"analytics-ios"},"device":{"type":"ios"}}""", "app")]
    [InlineData("{}", """{"library":{"name":"@segment/analytics-node"}}""", null)]
    [InlineData("""{"channel":5}""", """{"library":"web","device":null}""", null)]
    [InlineData("""{"x":{"channel":"inner"}}""", "{}", null)]
    public void Channel_OfAnEvent_IsTheFirstKnown(string properties, string context, string? expected)
    {
        _host.Apply($"\"type\":\"track\",\"event\":\"x\",\"properties\":{properties},\"context\":{context}");

        Assert.Equal((expected, expected), (_host.Field("channel"), _host.Field("firstChannel")));
    }

    [Fact]
    public void Channel_OfEventsInAnyOrder_IsOfTheNewestAndTheOldest()
    {
        foreach (var (minute, channel) in new[] { (10, "web"), (5, "pos"), (20, "app"), (15, "email") })
        {
            _host.Track("x", $$"""{"channel":"{{channel}}"}""", minute);
        }

        Assert.Equal(("app", "pos"), (_host.Field("channel"), _host.Field("firstChannel")));
    }

    [Fact]
    public void Tags_AddedAndRemoved_IgnoreCase()
    {
        _host.Apply("""
            "type":"tags","add":["vip"," b2b ","VIP","",7,null],"remove":["nothing"]
            """);
        _host.Apply("""
            "type":"tags","remove":["Vip"]
            """);

        Assert.Equal<string>(["b2b"], _host.View.Tags.ToArray());
        Assert.True(_host.Customer.HasTag("B2B"));
        Assert.Null(_host.View.Figures.FirstSeen);
    }

    [Fact]
    public void Identities_OfAUser_AreTheNewestAnonymousIds()
    {
        foreach (var (id, minute) in new[] { ("a", 1), ("b", 9), ("c", 3), ("d", 4), ("e", 5), ("f", 6), ("a", 7), ("late", 0) })
        {
            _host.Apply($"\"type\":\"identify\",\"anonymousId\":\"{id}\"", minute, now: 10);
        }

        Assert.Equal<string>(["u:1", "a:b", "a:a", "a:f", "a:e", "a:d"], _host.View.Identities.ToArray());
        Assert.Equal("b", _host.Field("anonymousId"));
    }

    [Fact]
    public void Sessions_ByGap_CountVisits()
    {
        _host.Apply("\"type\":\"identify\"", 0);
        foreach (var (minute, sessions) in new[] { (1.0, 1), (31.0, 1), (61.01, 2), (40.0, 2), (70.0, 2), (200.0, 3) })
        {
            _host.Track("x", minutes: minute);
            Assert.Equal(sessions, _host.View.Figures.Sessions);
        }

        Assert.Equal((CustomerHost.At(0), CustomerHost.At(200)), (_host.View.Figures.FirstSeen, _host.View.Figures.LastSeen));
    }

    [Fact]
    public void Traits_BeyondTheLimits_AreLeftOut()
    {
        for (var i = 0; i < 300; i++)
        {
            _host.Apply($$"""
                "type":"identify","traits":{"t{{i}}":{{i}},"{{new string('n', 129)}}":1,"long":"{{new string('v', 4097)}}"}
                """);
        }

        Assert.Equal(CustomerLimits.Traits, _host.View.Traits.Length);
        Assert.Null(_host.Trait("long"));
    }

    [Fact]
    public void FieldIndex_EveryConstant_IsThePlaceOfItsName()
    {
        foreach (var constant in typeof(FieldIndex).GetFields())
        {
            var name = constant.Name switch { "CartItems" => "cart.items", "CartValue" => "cart.value", "RfmR" => "rfm.r", "RfmF" => "rfm.f", "RfmM" => "rfm.m", var same => same };
            Assert.Equal(CustomerFields.IndexOf(name.Replace("Touch", "Touch.", StringComparison.Ordinal)), constant.GetRawConstantValue());
        }

        Assert.Equal(CustomerFields.All.Length, typeof(FieldIndex).GetFields().Length);
    }

    [Fact]
    public void Field_OfEveryIndex_HasItsKindOrIsMissing()
    {
        _host.Apply("""
            "type":"identify","anonymousId":"z","traits":{"email":"a@b"}
            """);
        _host.Track("Order Completed", """{"total":5,"channel":"web"}""");

        for (var i = 0; i < CustomerFields.All.Length; i++)
        {
            var value = _host.Customer.Field(i);
            Assert.True(value.IsMissing || value.Kind == CustomerFields.All[i].Kind, CustomerFields.All[i].Name);
        }
    }
}
