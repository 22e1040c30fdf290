using Crm.Cli.Replay;

namespace Crm.Cli.Tests.Replay;

public class EventLineTests
{
    [Fact]
    public void Read_EventWithId_IsHandedOnAsItIs()
    {
        const string Line = """{ "type":"identify", "userId":"1", "messageId":"m1", "traits":{"orderId":"x","a":1.0} }""";

        Assert.Equal(Line, System.Text.Encoding.UTF8.GetString(Assert.Single(Orders.Events([Line])).Json));
    }

    [Fact]
    public void Read_EventWithoutId_GetsTheSameIdEachTimeAndAnotherPerLine()
    {
        const string Line = """{"type":"track","event":"X","userId":"1"}""";

        var first = Orders.Events([Line, Line]);
        var second = Orders.Events([Line, Line]);

        Assert.Equal(first[0].MessageId(), second[0].MessageId());
        Assert.NotEqual(first[0].MessageId(), first[1].MessageId());
    }

    [Fact]
    public void Lines_PackedOrPlain_AreTheSame()
    {
        var path = Path.GetTempFileName();
        File.WriteAllLines(path, LineFile.Lines("orders.ndjson.gz").Take(3));

        Assert.Equal(LineFile.Lines("orders.ndjson.gz").Take(3), LineFile.Lines(path));
        File.Delete(path);
    }
}
