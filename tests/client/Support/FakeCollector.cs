using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Crm.Client.Tests.Support;

/// <summary>Takes every batch, but for the first ones, which it was told to answer otherwise.</summary>
internal sealed class FakeCollector
{
    private readonly ConcurrentQueue<Func<HttpContext, List<JsonElement>, Task>> _otherwise = new();

    /// <summary>Events that were answered with success, in order.</summary>
    public ConcurrentQueue<JsonElement> Taken { get; } = new();

    /// <summary>How many events each request had, whatever it was answered.</summary>
    public ConcurrentQueue<int> Sizes { get; } = new();

    public IEnumerable<string> TakenIds => Taken.Select(static e => e.GetProperty("messageId").GetString()!);

    public void Otherwise(params IEnumerable<Func<HttpContext, List<JsonElement>, Task>> answers)
    {
        foreach (var answer in answers)
        {
            _otherwise.Enqueue(answer);
        }
    }

    public async Task Answer(HttpContext context)
    {
        var events = await context.Events();
        Sizes.Enqueue(events.Count);
        if (_otherwise.TryDequeue(out var otherwise))
        {
            await otherwise(context, events);
            return;
        }

        await Take(context, events);
    }

    public Task Take(HttpContext context, List<JsonElement> events)
    {
        events.ForEach(Taken.Enqueue);
        return context.Json("""{"success":true}""");
    }
}
