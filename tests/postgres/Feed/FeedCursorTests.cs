using Crm.Postgres.Feed;
using Crm.Postgres.Segments;
using Xunit;

namespace Crm.Postgres.Tests.Feed;

public class FeedCursorTests
{
    [Fact]
    public void Encode_Any_ReadsBack()
    {
        foreach (var cursor in new[] { FeedCursor.Start, new([0, 1, 127, 128, long.MaxValue]), new FeedCursor([5]).With(40, 7) })
        {
            Assert.True(FeedCursor.TryParse(cursor.Encode(), out var read));
            Assert.Equal(cursor, read);
            Assert.True(MemberCursor.TryParse(new MemberCursor(cursor, "u:ü/1").Encode(), out var member));
            Assert.Equal(new MemberCursor(cursor, "u:ü/1"), member);
        }
    }

    [Fact]
    public void TryParse_Anything_GivesWhatReadsBackOrNothing()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            bytes.AsSpan(0, Math.Min(1, bytes.Length)).Fill(1);
            var text = System.Buffers.Text.Base64Url.EncodeToString(bytes);
            Assert.True(!FeedCursor.TryParse(text, out var feed) || (FeedCursor.TryParse(feed.Encode(), out var again) && again.Equals(feed)));
            Assert.True(!MemberCursor.TryParse($"{text}.{text}", out var member) || MemberCursor.TryParse(member.Encode(), out _));
            Assert.False(FeedCursor.TryParse(text + "!", out _));
        }

        Assert.False(FeedCursor.TryParse("", out _));
        Assert.False(FeedCursor.TryParse("AAAA", out _));
        Assert.False(FeedCursor.TryParse("AYA", out _)); // ends within a number
    }
}
