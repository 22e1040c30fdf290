using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Identity;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>What an erasure says beside whose it is.</summary>
/// <param name="Ids">Of the customer who is erased and of its parts, told to those who knew it; empty where somebody asked for it.</param>
/// <param name="Blocks">Whether nothing more is to come of the id.</param>
internal readonly record struct ErasureRecord(ImmutableArray<string> Ids, bool Blocks)
{
    public bool IsAsked => Ids.IsEmpty;

    public static ErasureRecord Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var (ids, blocks) = (ImmutableArray.CreateBuilder<string>(), false);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isIds, isBlock) = (reader.Is("ids"u8), reader.Is("block"u8));
            reader.Read();
            blocks = isBlock ? reader.TokenType == JsonTokenType.True : blocks;
            while (isIds && reader.TokenType != JsonTokenType.EndArray && reader.Read())
            {
                if (reader.TokenType == JsonTokenType.String && JsonText.TryGet(ref reader, null, out var id))
                {
                    ids.Add(id);
                }
            }

            reader.Skip();
        }

        return new(ids.ToImmutable(), blocks);
    }

    /// <param name="from">The customer that is erased.</param>
    /// <param name="at">What the erasure is dated.</param>
    public ReadOnlyMemory<byte> Write(string from, Instant at)
    {
        var buffer = new ArrayBufferWriter<byte>(160);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "erase"u8);
        writer.WriteString("receivedAt"u8, at.ToString());
        writer.WriteString(IdentityHome.IsUser(from) ? "userId"u8 : "anonymousId"u8, from.AsSpan(2));
        writer.WriteBoolean("block"u8, Blocks);
        writer.WriteStartArray("ids"u8);
        foreach (var id in Ids)
        {
            writer.WriteStringValue(id);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
