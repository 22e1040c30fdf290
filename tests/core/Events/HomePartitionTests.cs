using System.Text;
using Crm.Core.Customers;
using Crm.Core.Events;

namespace Crm.Core.Tests.Events;

public class HomePartitionTests
{
    // Of Kafka's own UtilsTest.
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void Murmur2_OfKnownKeys_IsKafkas(string key, int expected) => Assert.Equal(expected, HomePartition.Murmur2(Encoding.UTF8.GetBytes(key)));

    [Theory]
    [InlineData("21", 16, (-973932308 & int.MaxValue) % 16)]
    [InlineData("foobar", 7, (-790332482 & int.MaxValue) % 7)]
    [InlineData("abc", 1, 0)]
    public void Of_Key_IsPositiveModuloPartitions(string key, int partitions, int expected) =>
        Assert.Equal(expected, HomePartition.Of(new CustomerKey(key), partitions));

    [Fact]
    public void Of_LongKey_IsThatOfItsUtf8()
    {
        var key = "store/u:" + new string('é', 2000);

        Assert.Equal(HomePartition.Of(Encoding.UTF8.GetBytes(key), 16), HomePartition.Of(key, 16));
    }

    [Theory]
    [InlineData("""{"type":"identify","userId":"7","anonymousId":"x"}""", "shop/u:7")]
    [InlineData("""{"type":"identify","anonymousId":"x"}""", "shop/a:x")]
    public void KeyOf_Event_PrefersTheUser(string json, string expected)
    {
        var key = EventHome.KeyOf("shop", EventDecoder.Decode(Encoding.UTF8.GetBytes(json), default).Event!.Value);

        Assert.Equal(expected, key.Text);
    }

    [Theory]
    [InlineData("shop/u:7")]
    [InlineData("shop/a:7")]
    [InlineData("shop/u:77")]
    [InlineData("shop/u:")]
    [InlineData("shop/u7")]
    [InlineData("shop/")]
    [InlineData("shop")]
    [InlineData("sho/u:7")]
    [InlineData("shop2/u:7")]
    [InlineData("shop/x:7")]
    [InlineData("")]
    public void IsKeyOf_AnyKey_AgreesWithKeyOf(string key)
    {
        foreach (var json in new[] { """{"type":"identify","userId":"7","anonymousId":"x"}""", """{"type":"identify","anonymousId":"7"}""" })
        {
            var e = EventDecoder.Decode(Encoding.UTF8.GetBytes(json), default).Event!.Value;

            Assert.Equal(EventHome.KeyOf("shop", e).Text == key, EventHome.IsKeyOf(key, "shop", e));
        }
    }

    // Stored in every snapshot: a change of these values loses every messageId and order id.
    [Theory]
    [InlineData("", 11286133854226296554UL)]
    [InlineData("a", 4577915242369641651UL)]
    [InlineData("12345678", 3114461040569285824UL)]
    [InlineData("0b7a3c8e-2f61-4d0e-9d6f-6a4a1f2b3c4d", 14307700095550379941UL)]
    public void StableHash_OfKnownText_NeverChanges(string text, ulong expected) => Assert.Equal(expected, StableHash.Of(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void StableHash_OfManyIds_HasNoCollision()
    {
        var hashes = Enumerable.Range(0, 200_000).Select(static i => StableHash.Of(Encoding.UTF8.GetBytes($"order-{i}")));

        Assert.Equal(200_000, hashes.Distinct().Count());
    }
}
