using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Core.Events;
using Crm.Core.Time;

namespace Crm.Core.Identity;

/// <summary>What one home says to another, as it stands in the log: a record of the types from <see cref="EventType.Claim"/> on.</summary>
internal sealed record IdentityRecord
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public required EventType Type { get; init; }

    /// <summary>The sender's now.</summary>
    public required string ReceivedAt { get; init; }

    /// <summary>The customer it is about, within the store.</summary>
    public required string With { get; init; }

    /// <summary>By what they are taken for one person; none where somebody said so.</summary>
    public IdentifierKind Via { get; init; }

    /// <summary>The home of the e-mail address of <see cref="With"/>.</summary>
    public string? Email { get; init; }

    /// <summary>The home of its phone number.</summary>
    public string? Phone { get; init; }

    /// <summary>Of a device: its home.</summary>
    public string? Device { get; init; }

    /// <summary>Of a hand-over: everything but what event leaves hold; none where nothing was known, and of a later one.</summary>
    public byte[]? State { get; init; }

    /// <summary>Of a hand-over: what event leaves hold.</summary>
    public byte[]? Leaves { get; init; }

    /// <summary>Of a hand-over: the definition version whose leaves these are.</summary>
    public int Definitions { get; init; }

    /// <summary>Of a hand-over: <see cref="With"/>, and who was merged into it before; none of a later one. Of a link to a device, and of a claim that is made again: who is the same person as <see cref="With"/>.</summary>
    public ImmutableArray<MergedId> Merged { get; init; }

    /// <summary>Of a hand-over: the homes of what it had, beside its own.</summary>
    public string[]? Claimed { get; init; }

    public ReadOnlyMemory<byte> Write() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <exception cref="JsonException">It is none that <see cref="Write"/> wrote.</exception>
    public static IdentityRecord Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<IdentityRecord>(json, Options) ?? throw new JsonException("null");

}

/// <summary>A customer that became a part of another.</summary>
/// <param name="Id">Within the store, such as <c>a:7f3</c>.</param>
/// <param name="Through">The last record of its home, by offset, that was its own: what came later was forwarded.</param>
/// <param name="Into">Whom it was merged into, who may have been merged into another since.</param>
internal readonly record struct MergedId(string Id, long Through, string Into);
