using System.Text;
using Crm.Core.Events;

namespace Crm.Core.Tests.Events;

public class TextCacheTests
{
    [Fact]
    public void Of_TheSameTextAgain_IsTheSameString()
    {
        var cache = new TextCache();

        Assert.Same(cache.Of("Product Viewed"), cache.Of("Product Viewed"u8));
        Assert.Same(cache.Of("ü"u8), cache.Of("ü"));
    }

    [Fact]
    public void Of_MoreTextsThanItHolds_IsAlwaysTheTextItself()
    {
        var cache = new TextCache();
        for (var round = 0; round < 2; round++)
        {
            for (var number = 0; number < 50_000; number++)
            {
                Assert.Equal($"u:{number}", cache.Of(Encoding.UTF8.GetBytes($"u:{number}")));
            }
        }
    }

    [Theory]
    [InlineData(0), InlineData(127), InlineData(128), InlineData(129), InlineData(10_000)]
    public void Of_AnyLength_IsTheWholeText(int length)
    {
        var text = new string('ü', length);

        Assert.Equal(text, new TextCache().Of(text));
        Assert.Equal(text, new TextCache().Of(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Of_BytesThatAreNoText_IsWhatEncodingMakesOfThem()
    {
        byte[] bytes = [0x61, 0xFF, 0xC3];

        Assert.Equal(Encoding.UTF8.GetString(bytes), new TextCache().Of(bytes));
    }
}
