using System.Text;
using Crm.Core.Time;
using Crm.Postgres.Privacy;
using Xunit;

namespace Crm.Postgres.Tests.Privacy;

public class ErasureMarksTests
{
    private static readonly ErasureMarks Marks = new(new(["u:7", "a:device-0815"], ["ana@example.com"], Instant.Min));

    [Theory]
    [InlineData("""{"userId":"7"}""", true)]
    [InlineData("""{"userId":7}""", true)]
    [InlineData("""{"traits":{"customer_id":"7"}}""", true)]
    [InlineData("""{"previousId":"\u0037"}""", true)]
    [InlineData("""{"traits":{"note":"write to ANA@example.com soon"}}""", true)]
    [InlineData("""{"x":["device-0815"]}""", true)]
    [InlineData("""{"quantity":7,"userId":"77","name":"7"}""", false)]
    [InlineData("""{"userId":"8","email":"anna@example.com"}""", false)]
    [InlineData("""{"userId":"7","event":""", true)]
    [InlineData("""no JSON, from ana@example.com""", true)]
    [InlineData("""no JSON, 7 times""", false)]
    [InlineData("", false)]
    public void AreIn_Record_IsWhetherItIsAboutThePerson(string payload, bool expected) => Assert.Equal(expected, Marks.AreIn(Encoding.UTF8.GetBytes(payload)));
}
