using System.Collections.Immutable;
using Crm.Core.Automations;
using Crm.Core.Time;
using Npgsql;

namespace Crm.Postgres.Automations;

/// <summary>Runs and actions of an automation, newest first, and their counts.</summary>
public sealed class AutomationRecords(NpgsqlDataSource source)
{
    /// <param name="customer">Only this one's; null for all.</param>
    /// <param name="after">The last run of the page before.</param>
    public async Task<IReadOnlyList<RunRecord>> Runs(
        string store, string automation, string? customer, RunPlace? after, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"""
            select customer, run, version, started_at, ended_at, ended from crm.automation_runs
            where store = $1 and automation = $2
              {(customer is null ? "" : "and customer = $4")}
              {(after is null ? "" : customer is null ? "and (started_at, customer, run) < ($4, $5, $6)" : "and (started_at, customer, run) < ($5, $6, $7)")}
            order by started_at desc, customer desc, run desc limit $3
            """);
        command.Parameters.With(store).With(automation).With(limit);
        if (customer is not null)
        {
            command.Parameters.With(customer);
        }

        if (after is not null)
        {
            command.Parameters.With(after.StartedAt.Milliseconds).With(after.Customer).With(after.Run);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var runs = new List<RunRecord>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var ended = (RunEnd)reader.GetInt16(5);
            runs.Add(new(
                reader.GetString(0), reader.GetInt64(1), reader.GetInt32(2), new(reader.GetInt64(3)),
                ended == RunEnd.None ? null : new Instant(reader.GetInt64(4)), ended));
        }

        return runs;
    }

    /// <summary>One customer's runs of all automations, also of those that are no more; the oldest first.</summary>
    public async Task<IReadOnlyList<(string Automation, RunRecord Run)>> RunsOf(string store, string customer, CancellationToken cancellationToken)
    {
        // From one automation to the next by the index, however many runs each has.
        await using var command = source.CreateCommand("""
            with recursive automations as (
              (select automation from crm.automation_runs where store = $1 order by automation limit 1)
              union all
              select (select r.automation from crm.automation_runs r where r.store = $1 and r.automation > a.automation order by r.automation limit 1)
              from automations a where a.automation is not null)
            select r.automation, r.run, r.version, r.started_at, r.ended_at, r.ended from automations a
            join crm.automation_runs r on r.store = $1 and r.automation = a.automation and r.customer = $2
            order by r.started_at, r.automation, r.run
            """);
        command.Parameters.With(store).With(customer);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var runs = new List<(string, RunRecord)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var ended = (RunEnd)reader.GetInt16(5);
            runs.Add((reader.GetString(0), new(
                customer, reader.GetInt64(1), reader.GetInt32(2), new(reader.GetInt64(3)), ended == RunEnd.None ? null : new Instant(reader.GetInt64(4)), ended)));
        }

        return runs;
    }

    /// <param name="state">Only those that stand so; null for all.</param>
    /// <param name="before">The last action of the page before; null for the first page.</param>
    public async Task<IReadOnlyList<ActionRecord>> Actions(
        string store, string automation, OutboxState? state, long? before, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select id, key, customer, run, step, state, attempts, due_at, error, at, finished_at from crm.outbox
            where store = $1 and automation = $2 and state = any ($3) and id < $4
            order by id desc limit $5
            """);
        short[] states = state is { } one ? [(short)one] : [(short)OutboxState.Pending, (short)OutboxState.Done, (short)OutboxState.GivenUp];
        command.Parameters.With(store).With(automation).With(states).With(before ?? long.MaxValue).With(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var actions = new List<ActionRecord>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var stands = (OutboxState)reader.GetInt16(5);
            actions.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetString(4), stands, reader.GetInt32(6))
            {
                NextAttemptAt = stands == OutboxState.Pending ? new Instant(reader.GetInt64(7)) : null,
                Error = await reader.IsDBNullAsync(8, cancellationToken) ? null : reader.GetString(8),
                At = new(reader.GetInt64(9)),
                FinishedAt = stands == OutboxState.Pending ? null : new Instant(reader.GetInt64(10)),
            });
        }

        return actions;
    }

    public async Task<AutomationCounts> Counts(string store, string automation, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select 0 as what, ended, count(*) from crm.automation_runs where store = $1 and automation = $2 group by ended
            union all
            select 1, state, count(*) from crm.outbox where store = $1 and automation = $2 group by state
            """);
        command.Parameters.With(store).With(automation);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var runs = ImmutableDictionary.CreateBuilder<RunEnd, long>();
        var actions = ImmutableDictionary.CreateBuilder<OutboxState, long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetInt32(0) == 0)
            {
                runs[(RunEnd)reader.GetInt16(1)] = reader.GetInt64(2);
            }
            else
            {
                actions[(OutboxState)reader.GetInt16(1)] = reader.GetInt64(2);
            }
        }

        return new(runs.ToImmutable(), actions.ToImmutable());
    }

    /// <summary>Puts back what was given up, to be tried from the first attempt on.</summary>
    /// <returns>How many.</returns>
    public async Task<int> Retry(string store, string automation, Instant now, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            update crm.outbox set state = 0, attempts = 0, due_at = $3, finished_at = null
            where store = $1 and automation = $2 and state = 2
            """);
        command.Parameters.With(store).With(automation).With(now.Milliseconds);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
