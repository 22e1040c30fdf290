using System.Globalization;
using Crm.Postgres.Migrations;
using Crm.TestSupport.Databases;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Crm.Compatibility.Tests.Database;

/// <summary>Databases of earlier versions, brought up to date by today's migrations: all in them is read as what it was.</summary>
public sealed class FrozenDatabaseTests
{
    private static readonly string Folder = Path.Combine(Frozen.Root, "tests", "compatibility", "Database");

    public static TheoryData<string> Schemas =>
    [
        .. Directory.GetFiles(Folder, "schema-*.txt").Select(static file => Path.GetFileNameWithoutExtension(file)).Union(Frozen.Writes ? [$"schema-{Migration.All.Count}"] : []),
    ];

    /// <summary>The first line of a file says what was in the database, the others are its rows.</summary>
    [Theory, MemberData(nameof(Schemas))]
    public async Task Read_DatabaseOfAnEarlierVersion_IsWhatItWas(string schema)
    {
        var file = Path.Combine(Folder, $"{schema}.txt");
        if (Frozen.Writes && !File.Exists(file))
        {
            await File.WriteAllLinesAsync(file, await Freeze());
        }

        var lines = await File.ReadAllLinesAsync(file);
        await using var database = await TestDatabase.Create(migrated: false);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await new Migrator(source, [.. Migration.All.Take(int.Parse(schema.Split('-')[1], CultureInfo.InvariantCulture))], NullLogger<Migrator>.Instance).Run(default);
        await new Dump(source).Restore(lines.Skip(1));

        await using var process = await database.Start();
        Content.AssertHolds(schema, Content.Text(await new Rows(process).Read()), lines[0]);
    }

    private static async Task<IEnumerable<string>> Freeze()
    {
        await using var database = await TestDatabase.Create();
        await using var process = await database.Start();
        await new Rows(process).Write();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var rows = await new Dump(source).Take();
        return [Content.Text(await new Rows(process).Read()), .. rows];
    }
}
