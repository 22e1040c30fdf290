using Crm.Ingest.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crm.Ingest.Tests.Kafka;

public class KafkaOptionsTests
{
    [Fact]
    public void Validate_SeveralBadSettings_NamesAll()
    {
        using var services = KafkaFixture.Services("nowhere", ("Topic", "a b"), ("ReadAheadBytes", "1"), ("SessionTimeout", "1.00:00:00"), ("Client:acks", "0"), ("Client:no.such.thing", "1"));

        var invalid = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<KafkaOptions>());

        Assert.All(
            (string[])["CRM_KAFKA", "Crm:Kafka:Topic", "Crm:Kafka:ReadAheadBytes", "Crm:Kafka:SessionTimeout", "Crm:Kafka:Client:acks", "no.such.thing"],
            name => Assert.Contains(invalid.Failures, failure => failure.Contains(name, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("127.0.0.1:9092"), InlineData("a.example:9092, b.example:9092"), InlineData("[::1]:9092")]
    public void Validate_Brokers_MayBeSeveral(string brokers)
    {
        using var services = KafkaFixture.Services(brokers, ("Client:security.protocol", "sasl_ssl"), ("Client:sasl.mechanism", "PLAIN"), ("Client:sasl.username", "u"), ("Client:sasl.password", "p"));

        Assert.Equal(brokers, services.GetRequiredService<KafkaOptions>().Brokers);
    }
}
