using System.Text.Json;
using Crm.Crash.Tests.Servers;
using Crm.TestSupport.Databases;
using Npgsql;

namespace Crm.Crash.Tests.Checks;

/// <summary>What the database holds, read straight from its tables.</summary>
internal sealed class Tables(Installation installation) : IDisposable
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(installation.Postgres.Connection());

    public async Task<List<T>> Rows<T>(string sql, Func<NpgsqlDataReader, T> row)
    {
        await using var command = _source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public async Task<T> Scalar<T>(string sql) => (await Rows(sql, static reader => reader.GetFieldValue<T>(0))).Single();

    /// <summary>A column of events, opened where they are sealed.</summary>
    public Task<IReadOnlyList<byte[]>> Open(string store, IReadOnlyList<byte[]> payloads) => Unsealed.Open(installation.Postgres.Connection(), store, payloads);

    public async Task Execute(string sql) => await Rows(sql, static _ => 0);

    /// <summary>A column of JSON as UTF-8, or null.</summary>
    public static string? Member(byte[] json, string name) => JsonElement.Parse(json).TryGetProperty(name, out var value) ? value.GetString() : null;

    public void Dispose() => _source.Dispose();
}
