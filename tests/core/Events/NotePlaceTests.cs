using System.Text;
using Crm.Core.Events;
using Crm.Core.Time;

namespace Crm.Core.Tests.Events;

public class NotePlaceTests
{
    [Theory]
    [InlineData("""{"type":"noteDeleted","userId":"1","note":"3-17","of":"a:x"}""", "3-17 a:x")]
    [InlineData("""{"type":"noteDeleted","userId":"1","note":"3-17"}""", null)]
    [InlineData("""{"type":"noteDeleted","userId":"1","note":"3-","of":"a:x"}""", null)]
    [InlineData("""{"type":"noteDeleted","userId":"1","note":"-3-17","of":"a:x"}""", null)]
    [InlineData("""{"type":"noteDeleted","userId":"1","note":"\ud800","of":"a:x"}""", null)]
    [InlineData("""{"type":"noteDeleted","userId":"1","note":317,"of":"a:x"}""", null)]
    [InlineData("""{"type":"noteDeleted","userId":"1"}""", null)]
    public void Of_AnEvent_IsTheNoteThatItNames(string json, string? expected)
    {
        var e = EventDecoder.Decode(Encoding.UTF8.GetBytes(json), Instant.From(DateTimeOffset.UnixEpoch.AddYears(50))).Event!.Value;

        Assert.Equal(expected, NotePlace.Of(e) is var (note, holder) ? $"{note} {holder}" : null);
    }
}
