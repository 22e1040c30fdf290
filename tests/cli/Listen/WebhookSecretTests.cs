using System.Text;
using Crm.Cli.Api;
using Crm.Cli.Listen;
using Microsoft.AspNetCore.Http;

namespace Crm.Cli.Tests.Listen;

public class WebhookSecretTests
{
    // The published vector of the specification's reference libraries.
    private const string Text = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const long Timestamp = 1_614_265_330;

    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");

    [Fact]
    public void Problem_PublishedVector_IsNone() => Assert.Null(Problem(Signature));

    [Fact]
    public void Problem_OneOfSeveralSignaturesIsGood_IsNone() =>
        Assert.Null(Problem($"v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg== {Signature}"));

    [Theory]
    [InlineData("v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=")]
    [InlineData("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1,g0hM9SsE")]
    [InlineData("v1,")]
    [InlineData("")]
    public void Problem_OtherSignatures_AreWrong(string signature) => Assert.Equal("wrong signature", Problem(signature));

    [Theory]
    [InlineData(-301, "too old or too new")]
    [InlineData(301, "too old or too new")]
    [InlineData(-300, null)]
    [InlineData(300, null)]
    public void Problem_OldAndNew_AreBoundedByFiveMinutes(int seconds, string? expected) => Assert.Equal(expected, Problem(Signature, later: seconds));

    [Theory]
    [InlineData("webhook-id", "not signed")]
    [InlineData("webhook-timestamp", "not signed")]
    [InlineData("webhook-signature", "not signed")]
    public void Problem_MissingHeader_IsSaid(string missing, string expected) => Assert.Equal(expected, Problem(Signature, missing: missing));

    [Fact]
    public void Problem_ChangedBody_IsWrong() => Assert.Equal("wrong signature", Problem(Signature, body: [.. Body, (byte)' ']));

    [Theory]
    [InlineData("whsec_")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("secret with spaces")]
    public void New_NoSecret_SaysWhatOneIs(string text)
    {
        var e = Assert.Throws<CrmException>(() => new WebhookSecret(text));
        Assert.DoesNotContain("c2hvcnQ", e.Message, StringComparison.Ordinal);
    }

    private static string? Problem(string signature, int later = 0, string? missing = null, byte[]? body = null)
    {
        var headers = new HeaderDictionary
        {
            ["webhook-id"] = "msg_p5jXN8AQM9LWM0D4loKWxJek",
            ["webhook-timestamp"] = Timestamp.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["webhook-signature"] = signature,
        };
        headers.Remove(missing ?? "");
        return new WebhookSecret(Text).Problem(headers, body ?? Body, DateTimeOffset.FromUnixTimeSeconds(Timestamp + later));
    }
}
