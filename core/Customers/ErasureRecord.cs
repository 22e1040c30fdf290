using System.Buffers;
using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Identity;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>What an erasure says beside whose it is.</summary>
/// <param name="With">The customer that the receiver is a part of, or whose e-mail address, phone number or external id it stands for; null where somebody asked.</param>
/// <param name="Blocks">Whether nothing more is to come of the id.</param>
internal readonly record struct ErasureRecord(string? With, bool Blocks)
{
    public static ErasureRecord Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var read = default(ErasureRecord);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (with, block) = (reader.Is("with"u8), reader.Is("block"u8));
            reader.Read();
            read = with && reader.TokenType == JsonTokenType.String && JsonText.TryGet(ref reader, null, out var text) ? read with { With = text }
                : block ? read with { Blocks = reader.TokenType == JsonTokenType.True }
                : read;
            reader.Skip();
        }

        return read;
    }

    /// <param name="from">The customer that is erased.</param>
    /// <param name="at">What the erasure is dated.</param>
    public static ReadOnlyMemory<byte> Write(string from, bool blocks, Instant at)
    {
        var buffer = new ArrayBufferWriter<byte>(160);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "erase"u8);
        writer.WriteString("receivedAt"u8, at.ToString());
        writer.WriteString(IdentityHome.IsUser(from) ? "userId"u8 : "anonymousId"u8, from.AsSpan(2));
        writer.WriteString("with"u8, from);
        writer.WriteBoolean("block"u8, blocks);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
