using System.Collections.Immutable;
using System.Data;
using Crm.Core.Time;
using Crm.Postgres.Feed;
using Npgsql;

namespace Crm.Postgres.Segments;

/// <summary>The members of a segment, by customer id.</summary>
public sealed class MemberList(NpgsqlDataSource source)
{
    public const int MaxLimit = 1000;

    // What became a member after the listing was begun is left to the changes that continue it, else it might be shown twice.
    private const string PageSql = """
        select customer, since, version from crm.memberships
        where store = $1 and segment = $2 and customer > $3 and feed_number <= coalesce(($4)[partition + 1], 0)
        order by customer limit $5
        """;

    /// <summary>The first page, and in the same look at the database the place in the feed after which changes continue the whole listing.</summary>
    public async Task<MemberPage> First(string store, string segment, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        FeedCursor asOf;
        await using (var newest = new NpgsqlCommand(ChangeFeed.NewestSql, connection, transaction))
        await using (var reader = await newest.ExecuteReaderAsync(cancellationToken))
        {
            asOf = await ChangeFeed.ReadNewest(reader, cancellationToken);
        }

        return await Page(connection, store, segment, new(asOf, ""), limit, cancellationToken);
    }

    public async Task<MemberPage> After(MemberCursor cursor, string store, string segment, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await Page(connection, store, segment, cursor, limit, cancellationToken);
    }

    private static async Task<MemberPage> Page(
        NpgsqlConnection connection, string store, string segment, MemberCursor cursor, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Math.Clamp(limit, 1, MaxLimit), limit, nameof(limit));
        await using var command = new NpgsqlCommand(PageSql, connection);
        command.Parameters.With(store).With(segment).With(cursor.Customer).With(cursor.AsOf.Numbers.ToArray()).With(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var members = ImmutableArray.CreateBuilder<Member>();
        while (await reader.ReadAsync(cancellationToken))
        {
            members.Add(new(reader.GetString(0), new Instant(reader.GetInt64(1)), reader.GetInt32(2)));
        }

        var next = members.Count == limit ? cursor with { Customer = members[^1].Customer } : null;
        return new(members.ToImmutable(), cursor.AsOf, next);
    }
}

/// <param name="ChangesAfter">Once the listing is read to its end, changes after this place bring it up to date without gap or repeat.</param>
/// <param name="Next">Null at the end.</param>
public sealed record MemberPage(ImmutableArray<Member> Items, FeedCursor ChangesAfter, MemberCursor? Next);

/// <param name="Customer">Within the store, such as <c>u:2261</c>.</param>
/// <param name="Version">Of the segment, when the customer entered.</param>
public sealed record Member(string Customer, Instant Since, int Version);
