using System.Text;
using Crm.Core.Time;
using Crm.Silo.Webhooks;

namespace Crm.Silo.Tests.Webhooks;

public class WebhookSignatureTests
{
    // The published vector of the specification's reference libraries.
    private static readonly byte[] Key = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");

    [Fact]
    public void Of_PublishedVector_IsTheSame() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Of([Key], "msg_p5jXN8AQM9LWM0D4loKWxJek", WebhookSignature.Timestamp(new Instant(1_614_265_330_999)), Body));

    [Fact]
    public void Of_SeveralSecrets_SignsByEach()
    {
        byte[] other = [.. Enumerable.Range(1, 24).Select(static i => (byte)i)];

        Assert.Equal(
            $"{WebhookSignature.Of([other], "a", "1", Body)} {WebhookSignature.Of([Key], "a", "1", Body)}",
            WebhookSignature.Of([other, Key], "a", "1", Body));
    }

    [Theory]
    [InlineData("act_1", true)]
    [InlineData("a/b:c-d", true)]
    [InlineData("", false)]
    [InlineData("a.b", false)] // "a.1" at 2 would be signed as "a" at 1.2 is
    [InlineData("a b", false)]
    [InlineData("a\r\nx-injected: 1", false)]
    [InlineData("é", false)]
    public void IsId_Texts_AreThoseThatCanBeSigned(string id, bool expected) => Assert.Equal(expected, WebhookSignature.IsId(id));
}
