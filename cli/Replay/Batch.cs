using System.Buffers;

namespace Crm.Cli.Replay;

/// <summary>One request's events. Half the collector's bounds or less, so that one request never holds the others up.</summary>
internal sealed class Batch
{
    public const int MostEvents = 500;
    public const int MostBytes = 450 * 1024;

    private readonly ArrayBufferWriter<byte> _body = new(256 * 1024);

    public Batch() => Clear();

    public List<ReplayEvent> Events { get; } = [];

    public bool HasRoomFor(ReplayEvent next) =>
        Events.Count < MostEvents && _body.WrittenCount + next.Json.Length + 3 <= MostBytes;

    public void Add(ReplayEvent next)
    {
        if (Events.Count > 0)
            _body.Write(","u8);
        _body.Write(next.Json);
        Events.Add(next);
    }

    /// <summary>The whole request; sentAt is left out, so that dates of the past stand as they are.</summary>
    public byte[] ToBody() => [.. _body.WrittenSpan, .. "]}"u8];

    public void Clear()
    {
        Events.Clear();
        _body.ResetWrittenCount();
        _body.Write("{\"batch\":["u8);
    }
}
