using System.Collections.Immutable;
using Crm.Core.Time;
using Crm.Ingest.Privacy;
using Npgsql;

namespace Crm.Postgres.DeadLetters;

/// <summary>A store's refused records, newest first.</summary>
public sealed class DeadLetterList(NpgsqlDataSource source, Seals seals, TimeProvider time)
{
    public const int MaxLimit = 1000;

    private const string Columns = "id, partition, log_offset, key, appended_at, reason, detail, payload, resubmitted_at";

    /// <param name="before">The id of the last one shown; null for the newest.</param>
    /// <param name="limit">1 to <see cref="MaxLimit"/>.</param>
    public async Task<ImmutableArray<DeadLetter>> Before(string store, long? before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Math.Clamp(limit, 1, MaxLimit), limit, nameof(limit));
        await using var command = source.CreateCommand($"select {Columns} from crm.dead_letters where store = $1 and id < $2 order by id desc limit $3");
        command.Parameters.With(store).With(before ?? long.MaxValue).With(limit);
        return await Read(store, command, cancellationToken);
    }

    /// <returns>Null where the store has none of that id.</returns>
    public async Task<DeadLetter?> Get(string store, long id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"select {Columns} from crm.dead_letters where store = $1 and id = $2");
        command.Parameters.With(store).With(id);
        return await Read(store, command, cancellationToken) is [var found] ? found : null;
    }

    /// <summary>How many a store has that were not sent again.</summary>
    public async Task<long> Count(string store, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select count(*) from crm.dead_letters where store = $1 and resubmitted_at is null");
        command.Parameters.With(store);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <returns>False where the store has none of that id.</returns>
    public async Task<bool> MarkResubmitted(string store, long id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("update crm.dead_letters set resubmitted_at = $3 where store = $1 and id = $2");
        command.Parameters.With(store).With(id).With(time.GetUtcNow().ToUnixTimeMilliseconds());
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private async Task<ImmutableArray<DeadLetter>> Read(string store, NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var letters = ImmutableArray.CreateBuilder<DeadLetter>();
        while (await reader.ReadAsync(cancellationToken))
        {
            letters.Add(new(
                reader.GetInt64(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetString(3), new Instant(reader.GetInt64(4)),
                reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetString(6), reader.GetFieldValue<byte[]>(7),
                reader.GetFieldValue<long?>(8) is { } resubmitted ? new Instant(resubmitted) : null));
        }

        var opened = await seals.Open(store, [.. letters.Select(static letter => letter.Payload)], cancellationToken);
        return [.. letters.Select((letter, place) => letter with { Payload = opened[place] })];
    }
}

/// <param name="Reason">A name of <see cref="Core.Events.RejectReason"/>; null where applying it threw.</param>
/// <param name="Payload">The record as it was; empty where nobody can read it any more.</param>
/// <param name="ResubmittedAt">Null until it was sent again.</param>
public sealed record DeadLetter(
    long Id, int Partition, long Offset, string Key, Instant AppendedAt, string? Reason, string Detail, ReadOnlyMemory<byte> Payload, Instant? ResubmittedAt);
