using System.Text;
using Crm.Core.Time;
using Crm.Ingest.Decoding;
using Crm.Ingest.Logs;
using Crm.Ingest.Privacy;
using Crm.TestSupport.Privacy;

namespace Crm.Ingest.Tests.Privacy;

public class SealsTests
{
    private const string Json = """{"type":"track","event":"A","userId":"1","timestamp":"2024-05-01T10:00:00Z"}""";

    private readonly MemoryKeys _keys = new();
    private readonly Clock _time = new();

    [Fact]
    public async Task Seal_Event_ShowsNothingButItsStore_AndOpensToTheSame()
    {
        var seals = MemoryKeys.Seals(_keys);

        var hidden = await Seal(seals, "shop/u:1", Json);
        var opened = await Open(seals, hidden);

        Assert.Equal("shop/", hidden.Key);
        Assert.DoesNotContain("userId", Encoding.Latin1.GetString(hidden.Payload.Span), StringComparison.Ordinal);
        Assert.Equal(("shop/u:1", Json), (opened.Key, Encoding.UTF8.GetString(opened.Payload.Span)));
        Assert.Equal(hidden.Payload.ToArray(), opened.Sealed.ToArray());
    }

    [Fact]
    public async Task Seal_SameEventTwice_IsNeverTheSame()
    {
        var seals = MemoryKeys.Seals(_keys);
        var nonces = new HashSet<string>();
        for (var i = 0; i < 1_000; i++)
        {
            Assert.True(nonces.Add(Convert.ToHexString((await Seal(seals, "shop/u:1", Json)).Payload.Span[17..29])));
        }
    }

    [Fact]
    public async Task Open_InAnotherProcess_AsksForAllKeysOfAReadOnce()
    {
        var seals = MemoryKeys.Seals(_keys);
        var records = await Task.WhenAll(Enumerable.Range(0, 50).Select(async place => ToRecord(await Seal(seals, $"shop/u:{place}", Json), place)));
        var before = _keys.Calls;
        var other = MemoryKeys.Seals(_keys);

        var opened = await other.Open(records, default);
        await other.Open(records, default);

        Assert.Equal(1, _keys.Calls - before);
        Assert.All(opened, static (record, place) => Assert.Equal($"shop/u:{place}", record.Key));
    }

    [Fact]
    public async Task Open_KeyDestroyed_IsNoEventAndNoDeadLetter()
    {
        var hidden = await Seal(MemoryKeys.Seals(_keys), "shop/u:1", Json);
        _keys.Destroy(Seals.KeyOf(hidden.Payload.Span)!.Value);

        var opened = await Open(MemoryKeys.Seals(_keys), hidden);
        var decoded = new RecordDecoder(0, 4).Decode([opened])[0];

        Assert.True(opened.Payload.IsEmpty);
        Assert.Equal((null, null, "shop", false), (decoded.Event, decoded.Trouble, decoded.Store, decoded.IsForCustomer));
    }

    [Theory]
    [InlineData(20)] // the nonce
    [InlineData(40)] // the text
    [InlineData(-1)] // the tag
    public async Task Open_Changed_IsRefusedWhole(int place)
    {
        var seals = MemoryKeys.Seals(_keys);
        var hidden = await Seal(seals, "shop/u:1", Json);
        var changed = hidden.Payload.ToArray();
        changed[place < 0 ? changed.Length + place : place] ^= 1;

        var opened = await Open(seals, hidden with { Payload = changed });

        Assert.True(opened.Sealed.IsEmpty);
        Assert.NotNull(new RecordDecoder(0, 4).Decode([opened])[0].Trouble);
    }

    [Fact]
    public async Task Open_AsAnotherStores_IsRefused()
    {
        var seals = MemoryKeys.Seals(_keys);

        Assert.True((await Open(seals, (await Seal(seals, "shop/u:1", Json)) with { Key = "other/" })).Sealed.IsEmpty);
    }

    [Fact]
    public async Task Seal_KeyRetiredElsewhere_IsSealedWithItNoLongerThanTwoSeconds()
    {
        var seals = MemoryKeys.Seals(_keys, _time);
        var first = Seals.KeyOf((await Seal(seals, "shop/u:1", Json)).Payload.Span);
        _keys.Retire("shop/u:1");

        _time.Passed = TimeSpan.FromSeconds(1.9);
        Assert.Equal(first, Seals.KeyOf((await Seal(seals, "shop/u:1", Json)).Payload.Span));
        _time.Passed = TimeSpan.FromSeconds(2.1);
        Assert.NotEqual(first, Seals.KeyOf((await Seal(seals, "shop/u:1", Json)).Payload.Span));
    }

    [Fact]
    public async Task Seal_EventsThatNameNobody_HaveAKeyEach()
    {
        var seals = MemoryKeys.Seals(_keys);

        var letters = await seals.Seal([new(0, RecordKind.Event, "shop/?", Encoding.UTF8.GetBytes("{}")), new(0, RecordKind.Event, "shop/?", Encoding.UTF8.GetBytes("{}"))], default);

        Assert.NotEqual(Seals.KeyOf(letters[0].Payload.Span), Seals.KeyOf(letters[1].Payload.Span));
    }

    [Fact]
    public async Task Seal_TickControlAndWhatIsSealed_StayAsTheyAre()
    {
        var seals = MemoryKeys.Seals(_keys);
        var hidden = await Seal(seals, "shop/u:1", Json);
        LogAppend[] records = [hidden, new(1, RecordKind.Tick, "shop/", Encoding.UTF8.GetBytes("""{"to":0}""")), new(1, RecordKind.Control, "shop/", Encoding.UTF8.GetBytes("""{"version":1}"""))];

        Assert.Equal(records, await seals.Seal(records, default));
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => TimeSpan.TicksPerDay + Passed.Ticks;
    }

    private static async Task<LogAppend> Seal(Seals seals, string key, string json) => (await seals.Seal([new(0, RecordKind.Event, key, Encoding.UTF8.GetBytes(json))], default))[0];

    private static async Task<LogRecord> Open(Seals seals, LogAppend record) => (await seals.Open([ToRecord(record, 0)], default))[0];

    private static LogRecord ToRecord(LogAppend record, long offset) => new(offset, new Instant(1_714_557_600_000), record.Kind, record.Key, record.Payload);
}
