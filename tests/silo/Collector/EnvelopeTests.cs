using System.Text;
using Crm.Silo.Collector;

namespace Crm.Silo.Tests.Collector;

public class EnvelopeTests
{
    [Fact]
    public void Read_Batch_TakesItApart()
    {
        var envelope = Read("""{"sentAt":"S","batch":[{"a":[{}]}, 1 ,"x"],"writeKey":"k","context":{"c":1},"more":[{}]}""", isBatch: true)!;

        Assert.Equal(["""{"a":[{}]}""", "1", "\"x\""], envelope.Events.Select(static e => Encoding.UTF8.GetString(e.Span)));
        Assert.Equal("k", envelope.WriteKey);
        Assert.Equal("\"S\"", Encoding.UTF8.GetString(envelope.SentAt.Span));
        Assert.NotNull(envelope.Context);
    }

    [Fact]
    public void Read_SingleEvent_IsTheWhole()
    {
        var envelope = Read("""{"batch":[1],"writeKey":"k"}""", isBatch: false)!;

        Assert.Equal(["""{"batch":[1],"writeKey":"k"}"""], envelope.Events.Select(static e => Encoding.UTF8.GetString(e.Span)));
    }

    [Fact]
    public void Read_VeryDeep_LeavesTheJudgementToTheDecoder()
    {
        var deep = new string('[', 5000) + new string(']', 5000);

        Assert.Equal(2, Read($$"""{"batch":[{{deep}},{}]}""", isBatch: true)!.Events.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("""{"batch":1}""")]
    [InlineData("""{"batch":[1}""")]
    [InlineData("""{"other":[1]}""")]
    public void Read_NoBatch_IsNull(string json) => Assert.Null(Read(json, isBatch: true));

    private static Envelope? Read(string json, bool isBatch) => Envelope.Read(Encoding.UTF8.GetBytes(json), isBatch);
}
