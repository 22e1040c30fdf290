using System.Text.Json;
using System.Threading.Channels;
using Crm.Cli.Api;
using Crm.Cli.Listen;

namespace Crm.Cli.Tests.Listen;

public sealed class ReceiverTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crm-listen-");
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new();

    private string Out => Path.Combine(_folder.FullName, "received.ndjson");

    public void Dispose()
    {
        _stop.Dispose();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Run_GoodWebhooks_AreShownKeptAndAnswered()
    {
        File.WriteAllText(Out, "{\"kept\":true}\n");
        var (run, url) = await Start(new() { Secret = new(Hooks.Secret), Out = Out });

        Assert.Equal(200, await Post(Hooks.Request(url, "act_1")));
        Assert.Equal(200, await Post(Hooks.Request(url + "/any/path", "act_2")));
        Assert.Equal(200, await Post(Hooks.Request(url, "act_1")));

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z  abandoned-cart  remind  u:7  cart 35\.80  new  200$", await Line());
        Assert.EndsWith("new  200", await Line(), StringComparison.Ordinal);
        Assert.EndsWith("repeat  200", await Line(), StringComparison.Ordinal);
        await Stop(run);
        Assert.Equal("Stopped: 3 webhooks, 1 of them repeats.", await Line());
        var kept = File.ReadAllLines(Out).Select(static line => JsonElement.Parse(line)).ToList();
        Assert.True(kept[0].GetProperty("kept").GetBoolean()); // it appends
        Assert.Equal(["act_1 False", "act_2 False", "act_1 True"], kept.Skip(1).Select(static one => $"{one.GetProperty("id")} {one.GetProperty("repeat").GetBoolean()}"));
        Assert.Equal("35.80", kept[1].GetProperty("body").GetProperty("data").GetProperty("customer").GetProperty("cart").GetProperty("value").GetString());
    }

    [Fact]
    public async Task Run_BadWebhooks_AreRefusedSaidAndNotKept()
    {
        var (run, url) = await Start(new() { Secret = new(Hooks.Secret), Out = Out });

        Assert.Equal(401, await Post(Hooks.Request(url, "act_1", secret: "whsec_" + Convert.ToBase64String(new byte[24]))));
        Assert.Equal(401, await Post(new(HttpMethod.Post, url) { Content = new StringContent(Hooks.Body()) }));
        Assert.Equal(400, await Post(Hooks.Request(url, "act_2", "not json")));
        Assert.Equal(405, await Post(new(HttpMethod.Get, url)));
        var large = Hooks.Request(url, "act_3", new string(' ', 1_100_000));
        large.Headers.ExpectContinue = true; // else the answer can come, and the connection end, while it is still being sent
        Assert.Equal(413, await Post(large));

        Assert.Equal(["refused: wrong signature", "refused: not signed", "refused: not JSON"], [await Line(), await Line(), await Line()]);
        await Stop(run);
        Assert.Equal("Stopped: 0 webhooks, 0 of them repeats.", await Line());
        Assert.Empty(File.ReadAllText(Out));
    }

    [Theory]
    [InlineData(500, null, new[] { 500, 500, 500 })]
    [InlineData(429, 1, new[] { 429, 200, 200 })]
    [InlineData(null, 2, new[] { 500, 500, 200 })]
    [InlineData(null, 0, new[] { 200, 200, 200 })]
    public async Task Run_Failing_AnswersAsTold(int? fail, int? first, int[] expected)
    {
        var (run, url) = await Start(new() { Secret = new(Hooks.Secret), Fail = fail, FailFirst = first });

        foreach (var status in expected)
        {
            Assert.Equal(status, await Post(Hooks.Request(url, "act_1")));
        }

        await Stop(run);
    }

    [Fact]
    public async Task Run_Hanging_AnswersNothingAndStillStops()
    {
        var (run, url) = await Start(new() { Secret = new(Hooks.Secret), Hang = true });

        var answer = Post(Hooks.Request(url, "act_1"));

        Assert.EndsWith("new  no answer", await Line(), StringComparison.Ordinal); // it has come, and waits
        Assert.False(answer.IsCompleted);
        await Stop(run);
        await Assert.ThrowsAsync<HttpRequestException>(() => answer.WaitAsync(Patience));
    }

    [Fact]
    public async Task Run_OddContent_CannotSteerTheTerminal()
    {
        var (run, url) = await Start(new() { Secret = new(Hooks.Secret) });

        await Post(Hooks.Request(url, "act_1", Hooks.Body("\\u001b[2Jx")));
        await Post(Hooks.Request(url, "act_2", "[1]"));

        Assert.Contains("  ?[2Jx  ", await Line(), StringComparison.Ordinal);
        Assert.EndsWith("-  -  -  cart -  new  200", await Line(), StringComparison.Ordinal);
        await Stop(run);
    }

    [Fact]
    public async Task Run_PortTaken_SaysSo()
    {
        var (run, url) = await Start(new() { Secret = new(Hooks.Secret) });

        var e = await Assert.ThrowsAsync<CrmException>(() => Start(new() { Secret = new(Hooks.Secret), Port = new Uri(url).Port }));

        Assert.Contains("address already in use", e.Message, StringComparison.Ordinal);
        await Stop(run);
    }

    [Fact]
    public async Task Run_FileThatCannotBeWritten_SaysSo()
    {
        var e = await Assert.ThrowsAsync<CrmException>(() => Start(new() { Secret = new(Hooks.Secret), Out = Path.Combine(Out, "below", "a", "file") }));

        Assert.Contains(Out, e.Message, StringComparison.Ordinal);
    }

    private async Task<(Task Run, string Url)> Start(ListenOptions options)
    {
        var run = ReceiverHost.Run(options, TimeProvider.System, line => _lines.Writer.TryWrite(line), _stop.Token);
        var line = Line();
        if (await Task.WhenAny(run, line) == run)
            await run;
        return (run, (await line)["Listening on ".Length..]);
    }

    private async Task Stop(Task run)
    {
        await _stop.CancelAsync();
        await run.WaitAsync(Patience);
    }

    private async Task<string> Line() => await _lines.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private async Task<int> Post(HttpRequestMessage request)
    {
        using (request)
        {
            using var answer = await _http.SendAsync(request);
            return (int)answer.StatusCode;
        }
    }
}
