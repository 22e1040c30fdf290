using System.Buffers.Binary;
using System.Net;
using Crm.Silo.Webhooks;

namespace Crm.Silo.Tests.Webhooks;

public class PublicAddressTests
{
    /// <summary>Blocks that are not the internet's, by first and last address, as the registries write them.</summary>
    public static TheoryData<string, string> Blocks => new()
    {
        { "0.0.0.0", "0.255.255.255" },
        { "10.0.0.0", "10.255.255.255" },
        { "100.64.0.0", "100.127.255.255" },
        { "127.0.0.0", "127.255.255.255" },
        { "168.63.129.16", "168.63.129.16" },
        { "169.254.0.0", "169.254.255.255" },
        { "172.16.0.0", "172.31.255.255" },
        { "192.0.0.0", "192.0.0.255" },
        { "192.0.2.0", "192.0.2.255" },
        { "192.88.99.0", "192.88.99.255" },
        { "192.168.0.0", "192.168.255.255" },
        { "198.18.0.0", "198.19.255.255" },
        { "198.51.100.0", "198.51.100.255" },
        { "203.0.113.0", "203.0.113.255" },
        { "224.0.0.0", "255.255.255.255" },
    };

    [Theory, MemberData(nameof(Blocks))]
    public void Contains_EdgesOfABlock_AreInsideAndTheirNeighboursAreNot(string first, string last)
    {
        var (low, high) = (Number(first), Number(last));

        Assert.False(PublicAddresses.Contains(Address(low)));
        Assert.False(PublicAddresses.Contains(Address(high)));
        Assert.True(low == 0 || PublicAddresses.Contains(Address(low - 1)), first);
        Assert.True(high == uint.MaxValue || PublicAddresses.Contains(Address(high + 1)), last);
    }

    [Fact]
    public void Contains_RandomAddresses_AgreeWithTheTableInEveryForm()
    {
        var random = new Random(20_261_121);
        var blocks = Blocks.Select(static row => (Low: Number((string)row[0]), High: Number((string)row[1]))).ToList();
        for (var i = 0; i < 100_000; i++)
        {
            var (low, high) = blocks[random.Next(blocks.Count)];
            var number = i % 2 == 0 ? (uint)random.NextInt64(1L << 32) : (uint)random.NextInt64(low, (long)high + 1);
            var expected = !blocks.Exists(block => number >= block.Low && number <= block.High);
            var text = Address(number).ToString();

            Assert.Equal(expected, PublicAddresses.Contains(Address(number)));
            Assert.Equal(expected, PublicAddresses.Contains(IPAddress.Parse($"::ffff:{text}")));
            Assert.Equal(expected, PublicAddresses.Contains(IPAddress.Parse($"64:ff9b::{text}")));
            Assert.False(PublicAddresses.Contains(IPAddress.Parse($"2002:{number >> 16:x}:{number & 0xffff:x}::1"))); // 6to4
            Assert.False(PublicAddresses.Contains(IPAddress.Parse($"2001:0:{number >> 16:x}:{number & 0xffff:x}:0:63bf:{(~number) >> 16:x}:{(~number) & 0xffff:x}"))); // Teredo
            Assert.False(PublicAddresses.Contains(IPAddress.Parse($"::{text}"))); // IPv4-compatible
            Assert.False(PublicAddresses.Contains(IPAddress.Parse($"::ffff:0:{text}"))); // translated
        }
    }

    [Theory]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("febf:ffff::1")]
    [InlineData("fec0::1")] // site-local, deprecated
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")] // a cloud's credentials
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    [InlineData("3fff::1")]
    [InlineData("2001:10::1")]
    [InlineData("100::1")]
    [InlineData("5f00::1")]
    [InlineData("4000::1")] // nobody's yet
    [InlineData("64:ff9b:1::10.0.0.1")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    public void Contains_Ipv6ThatIsNotTheInternets_IsNot(string address) => Assert.False(PublicAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:82a::200e")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2003::1")]
    [InlineData("3ffe::1")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("::ffff:8.8.8.8")]
    public void Contains_Ipv6OfTheInternet_Is(string address) => Assert.True(PublicAddresses.Contains(IPAddress.Parse(address)));

    private static uint Number(string address) => BinaryPrimitives.ReadUInt32BigEndian(IPAddress.Parse(address).GetAddressBytes());

    private static IPAddress Address(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new(bytes);
    }
}
