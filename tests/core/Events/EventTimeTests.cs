using System.Text;
using Crm.Core.Events;
using Crm.Core.Time;

namespace Crm.Core.Tests.Events;

public class EventTimeTests
{
    private static readonly Instant Appended = Instant.From(new(2024, 3, 1, 12, 0, 1, TimeSpan.Zero));

    [Theory]
    // Without sentAt the client's time stands.
    [InlineData("2024-03-01T10:00:00Z", null, null, "2024-03-01T10:00:00.000Z")]
    [InlineData("2017-01-28T19:06:53Z", null, null, "2017-01-28T19:06:53.000Z")]
    // The original wins over what a relay made of it.
    [InlineData("2024-03-01T10:00:00Z", "2024-03-01T09:00:00Z", null, "2024-03-01T09:00:00.000Z")]
    // A clock that is 20 minutes behind, and one 20 ahead.
    [InlineData("2024-03-01T11:00:00Z", null, "2024-03-01T11:40:00Z", "2024-03-01T11:20:00.000Z")]
    [InlineData("2024-03-01T11:00:00Z", null, "2024-03-01T12:20:00Z", "2024-03-01T10:40:00.000Z")]
    // Exactly 24 hours is corrected, more is not.
    [InlineData("2024-02-29T11:00:00Z", null, "2024-02-29T12:00:00Z", "2024-03-01T11:00:00.000Z")]
    [InlineData("2024-02-29T11:00:00Z", null, "2024-02-29T11:59:59.999Z", "2024-02-29T11:00:00.000Z")]
    // A correction before 1970 does not stand.
    [InlineData("1970-01-01T00:00:01Z", null, "2024-03-01T12:00:02Z", "1970-01-01T00:00:01.000Z")]
    // A future instant counts as the receipt.
    [InlineData("2024-03-01T12:00:00.001Z", null, null, "2024-03-01T12:00:00.000Z")]
    [InlineData("2024-03-02T12:00:00Z", null, null, "2024-03-01T12:00:00.000Z")]
    [InlineData("2024-03-01T12:30:00Z", null, "2024-03-01T12:00:00Z", "2024-03-01T12:00:00.000Z")]
    public void Decode_ByTimes_IsDated(string timestamp, string? original, string? sentAt, string expected)
    {
        var json = $$"""
            {"type":"identify","userId":"1","receivedAt":"2024-03-01T12:00:00Z","timestamp":"{{timestamp}}",
             "originalTimestamp":{{Json(original)}},"sentAt":{{Json(sentAt)}}}
            """;

        Assert.Equal(expected, EventDecoder.Decode(Encoding.UTF8.GetBytes(json), Appended).Event!.Value.At.ToString());
    }

    [Theory]
    [InlineData("2017-01-28", "2017-01-28T00:00:00.000Z")]
    [InlineData("2017-01-28T19:06", "2017-01-28T19:06:00.000Z")]
    [InlineData("2017-01-28T19:06:53", "2017-01-28T19:06:53.000Z")]
    [InlineData("2017-01-28 19:06:53Z", "2017-01-28T19:06:53.000Z")]
    [InlineData("2017-01-28t19:06:53z", "2017-01-28T19:06:53.000Z")]
    [InlineData("2017-01-28T19:06:53.1Z", "2017-01-28T19:06:53.100Z")]
    [InlineData("2017-01-28T19:06:53.123999999999Z", "2017-01-28T19:06:53.123Z")]
    [InlineData("2017-01-28T19:06:53+02:00", "2017-01-28T17:06:53.000Z")]
    [InlineData("2017-01-28T19:06:53-0330", "2017-01-28T22:36:53.000Z")]
    [InlineData("2017-01-28T19:06:53+02", "2017-01-28T17:06:53.000Z")]
    [InlineData("2016-02-29T00:00:00Z", "2016-02-29T00:00:00.000Z")]
    [InlineData("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z")]
    [InlineData("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z")]
    public void TryParse_Iso8601_Gives(string text, string expected)
    {
        Assert.True(IsoTimestamp.TryParse(Encoding.UTF8.GetBytes(text), out var instant));
        Assert.Equal(expected, instant.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("2017")]
    [InlineData("17-01-28")]
    [InlineData("2017-13-01")]
    [InlineData("2017-02-29")]
    [InlineData("2017-01-28T")]
    [InlineData("2017-01-28T19")]
    [InlineData("2017-01-28T24:00:00Z")]
    [InlineData("2017-01-28T19:60:00Z")]
    [InlineData("2017-01-28T19:06:60Z")]
    [InlineData("2017-01-28T19:06:53.Z")]
    [InlineData("2017-01-28T19:06:53ZZ")]
    [InlineData("2017-01-28T19:06:53+")]
    [InlineData("2017-01-28T19:06:53+1")]
    [InlineData("2017-01-28T19:06:53+01:")]
    [InlineData("2017-01-28T19:06:53+01:0")]
    [InlineData("2017-01-28T19:06:53+24:00")]
    [InlineData("2017-01-28T19:06:53+01:000")]
    [InlineData(" 2017-01-28")]
    [InlineData("0000-01-01")]
    [InlineData("1969-12-31T23:59:59.999Z")]
    [InlineData("1970-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("-2017-01-28")]
    [InlineData("1485630413")]
    [InlineData("２０１７-01-28")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(IsoTimestamp.TryParse(Encoding.UTF8.GetBytes(text), out _));

    private static string Json(string? text) => text is null ? "null" : $"\"{text}\"";
}
