using Crm.Core.Time;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Crm.Postgres.Console;

/// <summary>Links by which people sign in to the console, each of them once.</summary>
public sealed class ConsoleLinks(NpgsqlDataSource source, TimeProvider time, IOptions<SignInOptions> options)
{
    /// <summary>A link to a session with these scopes. What has ended meanwhile, of links and sessions, is deleted with it.</summary>
    /// <param name="by">Id of the API key that makes it, or of a session. With the key that it goes back to, the link and its session end.</param>
    /// <returns>Null where there is no such key or session any more.</returns>
    public async Task<ConsoleLink?> Create(string store, Guid by, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        var now = Instant.From(time.GetUtcNow());
        var link = new ConsoleLink(ConsoleSecret.New(), now.PlusMilliseconds((long)options.Value.Link.TotalMilliseconds));
        await using var batch = source.CreateBatch();
        var made = new NpgsqlBatchCommand("""
            insert into crm.console_links (hash, store, scopes, expires_at, key)
            select $1, $2, $3, $4, id from crm.keys where store = $2 and id = coalesce((select key from crm.console_sessions where id = $5), $5)
            """);
        made.Parameters.With(ConsoleSecret.Hash(link.Token)).With(store).With(scopes.ToArray()).With(link.ExpiresAt.Milliseconds).With(by);
        batch.BatchCommands.Add(made);
        foreach (var table in (ReadOnlySpan<string>)["console_links", "console_sessions"])
        {
            var old = new NpgsqlBatchCommand($"delete from crm.{table} where expires_at <= $1");
            old.Parameters.With(now.Milliseconds);
            batch.BatchCommands.Add(old);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        return made.RecordsAffected == 1 ? link : null;
    }
}
