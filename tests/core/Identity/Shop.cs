using System.Text.Json;
using Crm.Core.Definitions;
using Crm.Core.Simulation;
using Crm.Core.Time;

namespace Crm.Core.Tests.Identity;

/// <summary>A simulated store whose events name several ids.</summary>
internal sealed class Shop
{
    public static readonly Instant Start = Instant.From(new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private readonly List<byte[]> _sent = [];
    private int _messages;

    public Simulator Store { get; } = new(new StoreSettings("shop", StoreClock.Log));

    public Shop Segment(string id, string rule)
    {
        Store.Define(id, rule);
        return this;
    }

    public Shop Track(string name, object? properties = null, string? user = null, string? device = null, int at = 0) =>
        Send(new() { ["type"] = "track", ["event"] = name, ["properties"] = properties }, user, device, at);

    public Shop Identify(string? user, string? device = null, object? traits = null, int at = 0, bool isPublic = false, object? externalIds = null) =>
        Send(new() { ["type"] = "identify", ["traits"] = traits, ["public"] = isPublic, ["context"] = new { externalIds } }, user, device, at);

    public Shop Alias(string user, string previous, int at = 0, bool isPublic = false) =>
        Send(new() { ["type"] = "alias", ["previousId"] = previous, ["public"] = isPublic }, user, null, at);

    /// <param name="members">Of the event, its ids and times left out.</param>
    /// <param name="at">Seconds after <see cref="Start"/>.</param>
    public Shop Send(Dictionary<string, object?> members, string? user, string? device, int at)
    {
        members["userId"] = user;
        members["anonymousId"] = device;
        members["messageId"] = $"m{++_messages}";
        members["timestamp"] = Start.PlusMilliseconds(at * 1_000L).ToString();
        Store.AdvanceTo(Instant.Later(Store.Now, Start.PlusMilliseconds(at * 1_000L)));
        _sent.Add(JsonSerializer.SerializeToUtf8Bytes(members));
        Store.Append(_sent[^1]);
        return this;
    }

    /// <summary>All of it once more, as a sender does that heard of no answer.</summary>
    public Shop Again()
    {
        _sent.ForEach(sent => Store.Append(sent));
        return this;
    }
}
