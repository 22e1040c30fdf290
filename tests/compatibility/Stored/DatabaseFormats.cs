using System.Collections.Immutable;
using System.Text.Json;
using Crm.Core.Time;
using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using Crm.Postgres.Feed;
using Crm.Postgres.Privacy;
using Crm.Postgres.Segments;
using Crm.Silo.Http;

namespace Crm.Compatibility.Tests.Stored;

/// <summary>What stands in columns as text of its own form, and places in lists; the columns themselves are in the manifest of contracts, by their migrations.</summary>
internal static class DatabaseFormats
{
    public static readonly Format[] All =
    [
        new("Stored", "store-contexts", static () => [StoreContexts.Write(Contexts), "{}"], static line => StoreContexts.Read(line),
            static line => StoreContexts.Write(StoreContexts.Read(line))),
        new("Stored", "erasure-subject", static () => [JsonSerializer.Serialize(new(["u:ana", "a:d"], ["ana@example.com"], Town.Start), ErasureJson.Default.ErasureSubject)],
            static line => JsonSerializer.Deserialize(line, ErasureJson.Default.ErasureSubject), static line => JsonSerializer.Serialize(JsonSerializer.Deserialize(line, ErasureJson.Default.ErasureSubject)!, ErasureJson.Default.ErasureSubject)),
        new("Stored", "erasure-places", static () => [JsonSerializer.Serialize([new("archive", 3, Town.Start)], ErasureJson.Default.ImmutableArrayErasedPlace)],
            static line => JsonSerializer.Deserialize(line, ErasureJson.Default.ImmutableArrayErasedPlace),
            static line => JsonSerializer.Serialize(JsonSerializer.Deserialize(line, ErasureJson.Default.ImmutableArrayErasedPlace), ErasureJson.Default.ImmutableArrayErasedPlace)),
        new("Stored", "feed-cursor", static () => [new FeedCursor([0, 1, 127, 128, 1_000_000_007, long.MaxValue]).Encode()], static line => Feed(line).Numbers, static line => Feed(line).Encode()),
        new("Stored", "member-cursor", static () => [new MemberCursor(new([5, 0, 300]), "u:ü/1").Encode()],
            static line => new Dictionary<string, object> { ["AsOf"] = Member(line).AsOf.Numbers, ["Customer"] = Member(line).Customer }, static line => Member(line).Encode()),
        new("Stored", "page-cursor", static () => [Paging.Encode("u:ü/1")], static line => line),
    ];

    private static ImmutableDictionary<string, StoreContext> Contexts => ImmutableDictionary<string, StoreContext>.Empty.Add("shop", new(new Instant(1_485_630_413_000), 3));

    private static FeedCursor Feed(string line) => FeedCursor.TryParse(line, out var cursor) ? cursor : throw new FormatException(line);

    private static MemberCursor Member(string line) => MemberCursor.TryParse(line, out var cursor) ? cursor : throw new FormatException(line);
}
