using System.Text.Json;
using Crm.Core.Time;
using Crm.Ingest.Privacy;
using Crm.Postgres.Privacy;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Privacy;

/// <summary>Erasures as the API shows them, with what is not this system's to remove.</summary>
internal sealed class ErasureViews(IOptions<PrivacyOptions> options, IEnumerable<IKeepers> keepers, TimeProvider time)
{
    public async Task<ErasureBody> Of(Erasure erasure)
    {
        var remains = new List<RemainsBody>();
        var told = (erasure.CompletedAt ?? Instant.From(time.GetUtcNow())).PlusMilliseconds((long)options.Value.TellFor.TotalMilliseconds);
        remains.Add(new("changes", "the entries by which subscribers are told who was erased", told));
        remains.Add(new("backups", "what the database held when they were made; events cannot be read without the schema crm_keys, which backups are to leave out", null));
        remains.Add(new("receivers", "what webhooks and subscribers were sent", null));
        foreach (var keeper in keepers)
        {
            foreach (var kept in await keeper.Kept())
            {
                remains.Add(new(kept.Place, kept.What, kept.For is { } time ? erasure.RequestedAt.PlusMilliseconds((long)time.TotalMilliseconds) : null));
            }
        }

        return new()
        {
            Id = erasure.Id.ToString(),
            Store = erasure.Store,
            Customer = erasure.Hidden,
            State = JsonNamingPolicy.CamelCase.ConvertName($"{erasure.State}"),
            Block = erasure.Block,
            AskedBy = erasure.AskedBy,
            RequestedAt = erasure.RequestedAt,
            CompletedAt = erasure.CompletedAt,
            Removed = [.. erasure.Places.Select(RemovedBody.Of)],
            Remains = remains,
        };
    }
}
