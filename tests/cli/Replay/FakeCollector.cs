using System.Net;
using System.Text.Json.Nodes;

namespace Crm.Cli.Tests.Replay;

/// <summary>Takes every batch, but for what it was told to answer instead.</summary>
internal sealed class FakeCollector : HttpMessageHandler
{
    private readonly Queue<(bool Takes, Func<HttpResponseMessage> Answer)> _script = new();

    /// <summary>Nobody listens.</summary>
    public bool Down { get; init; }

    public List<string> Taken { get; } = [];

    public List<int> Sizes { get; } = [];

    public List<byte[]> Bodies { get; } = [];

    public void Answers(Func<HttpResponseMessage> answer) => _script.Enqueue((false, answer));

    public void TakesAndAnswers(Func<HttpResponseMessage> answer) => _script.Enqueue((true, answer));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Down)
            throw new HttpRequestException("refused");
        var (takes, answer) = _script.TryDequeue(out var next)
            ? next
            : (true, static () => new(HttpStatusCode.OK) { Content = new StringContent("""{"success":true}""") });
        if (takes)
            Take(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        return answer();
    }

    private void Take(byte[] body)
    {
        var ids = JsonNode.Parse(body)!["batch"]!.AsArray().Select(static one => one!["messageId"]!.GetValue<string>()).ToList();
        Bodies.Add(body);
        Sizes.Add(ids.Count);
        Taken.AddRange(ids);
    }
}
