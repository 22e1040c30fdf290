using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Crm.Cli.Listen;

/// <summary>Takes webhooks, checks them, says what came, and answers as it was told to.</summary>
internal sealed class Receiver(ListenOptions options, TimeProvider time, Action<string> say) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _seen = [];
    private readonly FileStream? _file = options.Out is { } path ? Open(path) : null;

    public int Received { get; private set; }

    public int Repeats { get; private set; }

    /// <param name="stop">Ends also what is never answered.</param>
    public async Task Handle(HttpContext context, CancellationToken stop)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var body = buffer.ToArray();
        var (status, text) = Take(context.Request, body);
        if (status is { } answer)
        {
            context.Response.StatusCode = answer;
            await context.Response.WriteAsync(text, context.RequestAborted);
            return;
        }
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stop);
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }

    public void Dispose() => _file?.Dispose();

    private (int? Status, string Text) Take(HttpRequest request, byte[] body)
    {
        if (request.Method != HttpMethods.Post)
            return (405, "Webhooks are posted.\n");
        if (options.Secret.Problem(request.Headers, body, time.GetUtcNow()) is { } problem)
            return Refuse(401, problem);
        try
        {
            return (Note(request.Headers["webhook-id"]!, JsonElement.Parse(body)), "");
        }
        catch (JsonException)
        {
            return Refuse(400, "not JSON");
        }
    }

    private int? Note(string id, JsonElement body)
    {
        lock (_lock)
        {
            var isRepeat = !_seen.Add(id);
            var delivery = new Delivery(time.GetUtcNow(), id, isRepeat, options.Answer(++Received), body);
            Repeats += isRepeat ? 1 : 0;
            _file?.Write(delivery.Record());
            _file?.Flush();
            say(delivery.Line());
            return delivery.Status;
        }
    }

    private (int, string) Refuse(int status, string problem)
    {
        lock (_lock)
            say($"refused: {problem}");
        return (status, $"Refused: {problem}.\n");
    }

    // Customers are in it: for its owner's eyes.
    private static FileStream Open(string path)
    {
        var file = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, file);
    }
}
