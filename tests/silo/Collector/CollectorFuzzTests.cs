using System.IO.Compression;
using System.Net;
using System.Text;
using Crm.Silo.Tests.Support;
using Xunit.Abstractions;

namespace Crm.Silo.Tests.Collector;

/// <summary>Whatever is posted is taken or refused with a problem; the silo stays as it was. CRM_SEEDS makes it longer.</summary>
[Collection(SiloCollection.Name)]
public class CollectorFuzzTests(SiloFixture fixture, ITestOutputHelper output)
{
    private static readonly string[] Routes = ["track", "identify", "page", "screen", "group", "alias", "batch", "batch", "batch", "t", "b", "batch?wait=applied&timeout=1"];

    private static readonly string?[] Types = ["application/json", "application/json", "text/plain", "application/x-www-form-urlencoded", "application/xml", "nonsense", "application/json; charset=utf-16", null];

    private static readonly string[] Bodies =
    [
        """{"type":"track","event":"Order Completed","userId":"1","messageId":"m","timestamp":"2024-03-01T10:00:00Z","properties":{"order_id":"o","total":"10.50","products":[{"product_id":7}]}}""",
        """{"batch":[{"type":"identify","userId":"1","traits":{"email":"a@b.c","x":{"y":["\ud83d"]}}},17,{"type":"page","anonymousId":"a"},{"type":"tags","userId":"1","add":["a"]}],"sentAt":"2024-03-01T10:00:00Z","context":{"locale":"pt-BR"}}""",
        """{"userId":"1","anonymousId":"2","traits":{"score":1e400,"plan":-0,"deep":{}},"writeKey":"w","context":{"traits":{"a":1}}}""",
    ];

    private static readonly string[] Pieces =
        ["{", "}", "[", "]", ",", ":", "\"", "\\", "\\ud800", "\\u0000", "null", "-", "1e999", "\"batch\":[", "\"batch\":{}", "\"writeKey\":\"x\",", "\"context\":{", "\"sentAt\":7,", "\"userId\":\"1\",", "\ufeff", "\0", "é"];

    [Fact]
    public async Task Post_Anything_IsTakenOrRefusedWithAProblem()
    {
        using var store = await fixture.Store();
        var taken = 0;
        var count = 300 * (int.TryParse(Environment.GetEnvironmentVariable("CRM_SEEDS"), out var many) ? many : 1);
        for (var seed = 1; seed <= count; seed++)
        {
            var random = new Random(seed);
            using var body = Body(random);
            var answer = await store.Collect(Routes[random.Next(Routes.Length)], body);
            if (answer.Status == HttpStatusCode.OK)
            {
                taken++;
                continue;
            }

            Assert.True((int)answer.Status is >= 400 and < 500, $"seed {seed}: {(int)answer.Status} {answer.Text}");
            answer.Problem(answer.Status);
        }

        output.WriteLine($"{taken} of {count} taken");
        Assert.InRange(taken, count / 20, count);
        await store.Apply("track", """{"userId":"1","event":"Still Here"}""");
        (await store.Get("/api/v1/customers/u:1")).Ok();
    }

    [Theory]
    [InlineData("{\"batch\":[", "0,", "0]}")]
    [InlineData("{\"batch\":[", "{},", "{}]}")]
    [InlineData("", "[", "")]
    [InlineData("{\"batch\":[{\"userId\":\"1\",\"properties\":", "{\"a\":", "1")]
    [InlineData("{\"batch\":[{}],\"context\":", "{\"a\":", "1")]
    [InlineData("{\"userId\":\"1\",\"event\":\"A\",", "\"a\":1,", "\"b\":2}")]
    public async Task Post_EnormousInItsKind_IsRefusedOrTaken(string start, string repeated, string end)
    {
        using var store = await fixture.Store();
        var text = start + string.Concat(Enumerable.Repeat(repeated, (510_000 - start.Length - end.Length) / repeated.Length)) + end;

        var answer = await store.Collect("batch", TestStore.Body(text));

        answer.Problem(answer.Status);
        Assert.InRange((int)answer.Status, 400, 499);
    }

    [Fact]
    public async Task Post_ManyGzipsOfTooMuch_TakeNoMemory()
    {
        using var store = await fixture.Store();
        var bomb = Gzip(new string('[', 100_000_000));
        Assert.InRange(bomb.Length, 1, 500_000);
        var before = fixture.Silo.WorkingSet;
        for (var times = 0; times < 20; times++)
        {
            using var body = new ByteArrayContent(bomb);
            (await store.Collect("batch", body)).Problem(HttpStatusCode.RequestEntityTooLarge);
        }

        output.WriteLine($"{before >> 20} MB before, {fixture.Silo.WorkingSet >> 20} MB after");
        Assert.InRange(fixture.Silo.WorkingSet, 1, before + 300_000_000); // what was sent unpacks to 2 GB
    }

    private static ByteArrayContent Body(Random random)
    {
        var text = new StringBuilder(Bodies[random.Next(Bodies.Length)]);
        for (var left = random.Next(4); left > 0; left--)
        {
            var at = random.Next(text.Length);
            _ = random.Next(3) switch
            {
                0 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                1 => text.Remove(at, Math.Min(random.Next(1, 9), text.Length - at)),
                _ => text.Replace(text[at], (char)random.Next(32, 127), at, 1),
            };
        }

        var bytes = random.Next(12) == 0 ? new byte[random.Next(2_000)] : Encoding.UTF8.GetBytes(text.ToString());
        if (random.Next(6) == 0)
        {
            random.NextBytes(bytes.AsSpan(random.Next(bytes.Length + 1)));
        }

        var (type, gzip) = (Types[random.Next(Types.Length)], random.Next(6));
        var body = new ByteArrayContent(gzip == 0 ? Gzip(Encoding.UTF8.GetString(bytes)) : bytes);
        if (gzip < 2)
        {
            body.Headers.TryAddWithoutValidation("Content-Encoding", random.Next(5) == 0 ? "br" : "gzip");
        }

        body.Headers.TryAddWithoutValidation("Content-Type", type);
        return body;
    }

    private static byte[] Gzip(string text)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
