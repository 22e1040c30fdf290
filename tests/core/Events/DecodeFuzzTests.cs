using System.Text;

namespace Crm.Core.Tests.Events;

/// <summary>Whatever the bytes, the answer is an event or a reason; and whatever decodes, folds.</summary>
public class DecodeFuzzTests
{
    private static readonly string[] Seeds =
    [
        """{"type":"track","event":"Order Completed","userId":"1","messageId":"m","timestamp":"2024-03-01T10:00:00Z","sentAt":"2024-03-01T10:00:01Z","properties":{"order_id":"o","total":"10.50","currency":"USD","products":[{"product_id":7,"price":3,"quantity":2}]}}""",
        """{"type":"identify","userId":"1","traits":{"email":" A@B.c ","address":{"city":"X","country":null},"company":{"name":"Y"},"n":1e40,"o":{"p":[1]},"\u0061":true}}""",
        """{"type":"page","anonymousId":"1","name":"Home","properties":{"channel":"web"},"context":{"locale":"pt-BR","traits":{"plan":"x"},"library":{"name":"analytics.js"},"device":{},"channel":"pos"}}""",
        """{"type":"tags","userId":"1","add":["a","b"],"remove":["a",7,null,["x"]]}""",
        """{"type":"track","event":"Cart Viewed","userId":"1","properties":{"products":[{"sku":"s","price":"2"},5,[{}]],"currency":7}}""",
        """{"type":"track","event":"Product Added","userId":"1","properties":{"product_id":"p","price":"x","quantity":-1e300,"\ud83dabcdefgh":"\ud83d"}}""",
    ];

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\ud800", "\\u0000", "null", "true", "-", "1e999", "1e-999", "0.000000000000000000000000000001", "\"total\":", "\"userId\":",
        "\"\\ud800total\":", "\"products\":[", "\"quantity\":1e28,", "79228162514264337593543950335", "\u00e9", "\0", " ", "\"timestamp\":\"9999-12-31T23:59:59Z\",",
    ];

    [Fact]
    public void Decode_RandomBytes_IsAnswered()
    {
        foreach (var seed in Fuzz.Seeds)
        {
            var random = new Random(seed);
            for (var i = 0; i < 50_000; i++)
            {
                var bytes = new byte[random.Next(64)];
                random.NextBytes(bytes);
                Folding.Check(bytes);
            }
        }
    }

    [Fact]
    public void Decode_MutatedJson_IsAnsweredAndFolds()
    {
        foreach (var seed in Fuzz.Seeds)
        {
            var random = new Random(seed + 1);
            var decoded = 0;
            for (var i = 0; i < 60_000; i++)
            {
                var text = new StringBuilder(Seeds[random.Next(Seeds.Length)]);
                for (var left = random.Next(1, 4); left > 0; left--)
                {
                    Mutate(text, random);
                }

                decoded += Folding.Check(Encoding.UTF8.GetBytes(text.ToString())) ? 1 : 0;
            }

            Assert.InRange(decoded, 5_000, 60_000);
        }
    }

    [Fact]
    public void Decode_RandomMembers_IsAnsweredAndFolds()
    {
        foreach (var seed in Fuzz.Seeds)
        {
            var random = new Random(seed);
            var (events, decoded) = (new RandomEvent(random), 0);
            for (var i = 0; i < 2_000; i++)
            {
                var stream = Enumerable.Range(0, random.Next(1, 20)).Select(_ => events.Next()).ToArray();
                decoded += Folding.Check(stream, $"seed {seed}, stream {i}");
            }

            Assert.InRange(decoded, 5_000, 40_000);
        }
    }

    [Fact]
    public void Decode_EveryPrefixAndByteFlip_IsAnswered()
    {
        foreach (var seed in Seeds)
        {
            var whole = Encoding.UTF8.GetBytes(seed);
            for (var i = 0; i < whole.Length; i++)
            {
                Assert.False(Folding.Check(whole[..i]));
                for (var bit = 0; bit < 8; bit++)
                {
                    var flipped = (byte[])whole.Clone();
                    flipped[i] ^= (byte)(1 << bit);
                    Folding.Check(flipped);
                }
            }
        }
    }

    private static void Mutate(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length);
        switch (random.Next(4))
        {
            case 0:
                text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                break;
            case 1:
                text.Remove(at, Math.Min(random.Next(1, 6), text.Length - at));
                break;
            case 2:
                text[at] = (char)random.Next(32, 127);
                break;
            default: // another value for a random member
                var colon = text.ToString().IndexOf(':', at);
                text.Insert(colon < 0 ? at : colon + 1, Pieces[random.Next(Pieces.Length)] + ",\"x\":");
                break;
        }

        if (text.Length == 0)
        {
            text.Append('{');
        }
    }
}
