using System.Diagnostics;
using Crm.Core.Time;
using Crm.Silo.Tests.Support;
using Crm.Silo.Webhooks;

namespace Crm.Silo.Tests.Webhooks;

[Collection(SiloCollection.Name)]
public class ListenTests(SiloFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Listen_WithTheStoresKey_TakesWhatTheStoresSecretSigned()
    {
        using var store = await fixture.Store();
        using var process = Listen(store, "--fail-first", "1");
        try
        {
            var url = (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience))!["Listening on ".Length..];
            var old = await Secret(store, HttpMethod.Get, "");

            Assert.Equal(500, await Post(url, "act_1", old));
            Assert.Equal(200, await Post(url, "act_1", old));
            Assert.EndsWith("new  500", await process.StandardOutput.ReadLineAsync().WaitAsync(Patience), StringComparison.Ordinal);
            Assert.EndsWith("repeat  200", await process.StandardOutput.ReadLineAsync().WaitAsync(Patience), StringComparison.Ordinal);

            // It knows the old secret only: what is signed by both it takes, what is signed by the new one alone it does not.
            var current = await Secret(store, HttpMethod.Post, "/rotate");
            Assert.Equal(200, await Post(url, "act_2", current, old));
            Assert.Equal(401, await Post(url, "act_3", current));
        }
        finally
        {
            process.Kill();
        }
    }

    private Process Listen(TestStore store, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "Crm.Cli.dll"), "listen", .. arguments])
        {
            RedirectStandardOutput = true,
            Environment = { ["CRM_URL"] = fixture.Silo.Url.ToString(), ["CRM_API_KEY"] = store.ApiKey },
        };
        start.Environment.Remove("CRM_WEBHOOK_SECRET");
        return Process.Start(start)!;
    }

    private static async Task<ReadOnlyMemory<byte>> Secret(TestStore store, HttpMethod method, string path) =>
        Convert.FromBase64String((await store.Send(method, $"/api/v1/webhook-secret{path}", null)).Ok()["secret"].GetString()!["whsec_".Length..]);

    private static async Task<int> Post(string url, string id, params ReadOnlyMemory<byte>[] keys)
    {
        var timestamp = WebhookSignature.Timestamp(Instant.From(DateTimeOffset.UtcNow));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(WebhookFixture.Body) };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", WebhookSignature.Of(keys, id, timestamp, WebhookFixture.Body));
        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
