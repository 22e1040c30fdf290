using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Collector;

[Collection(SiloCollection.Name)]
public class CollectorGzipTests(SiloFixture fixture)
{
    [Theory]
    [InlineData("application/json", "gzip")]
    [InlineData("application/x-www-form-urlencoded", null)]
    public async Task Post_GzipBody_IsRead(string type, string? encoding)
    {
        using var store = await fixture.Store();
        using var body = Gzip("""{"batch":[{"type":"identify","userId":"z","traits":{"plan":"gold"}}]}""");
        body.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (encoding is not null)
        {
            body.Headers.ContentEncoding.Add(encoding);
        }

        (await store.Collect("batch?wait=applied&timeout=30000", body)).Ok();

        Assert.Equal("gold", (await store.Get("/api/v1/customers/u:z"))["traits"].GetProperty("plan").GetString());
    }

    [Fact]
    public async Task Post_BadGzip_IsRefused()
    {
        using var store = await fixture.Store();
        using var body = new ByteArrayContent([0x1F, 0x8B, 1, 2, 3]);

        (await store.Collect("batch", body)).Problem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Post_GzipOfTooMuch_IsTooLarge()
    {
        using var store = await fixture.Store();
        using var body = Gzip(new string(' ', 50_000_000));

        (await store.Collect("batch", body)).Problem(HttpStatusCode.RequestEntityTooLarge);
    }

    private static ByteArrayContent Gzip(string text)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return new(bytes.ToArray());
    }
}
