using Crm.Postgres.Migrations;
using Crm.TestSupport.Databases;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Crm.Postgres.Tests.Migrations;

public class MigratorTests
{
    [Fact]
    public async Task Run_Twice_SecondChangesNothing()
    {
        await using var database = await TestDatabase.Create(migrated: false);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await Run(source, Migration.All);
        var applied = await database.Scalar<DateTime>("select max(applied_at) from crm.migrations");
        await Run(source, Migration.All);
        Assert.Equal(applied, await database.Scalar<DateTime>("select max(applied_at) from crm.migrations"));
        Assert.Equal(Migration.All.Count, (int)await database.Scalar<long>("select count(*) from crm.migrations"));
    }

    [Fact]
    public async Task Run_ByManyAtOnce_AppliesEachOnce()
    {
        await using var database = await TestDatabase.Create(migrated: false);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Run(source, Migration.All)));
        Assert.Equal(Migration.All.Count, (int)await database.Scalar<long>("select count(*) from crm.migrations"));
    }

    [Fact]
    public async Task Run_EditedMigration_SaysSo()
    {
        await using var database = await TestDatabase.Create(migrated: false);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await Run(source, [new(1, "first", "create table crm.a (b integer)")]);
        var error = await Assert.ThrowsAsync<SchemaMismatchException>(() => Run(source, [new(1, "first", "create table crm.a (b bigint)")]));
        Assert.Contains("must not be edited", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NewerDatabase_SaysSo()
    {
        await using var database = await TestDatabase.Create(migrated: false);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await Run(source, [new(1, "first", "select 1"), new(2, "second", "select 1")]);
        var error = await Assert.ThrowsAsync<SchemaMismatchException>(() => Run(source, [new(1, "first", "select 1")]));
        Assert.Contains("older than the database", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FailingMigration_LeavesNothingOfIt()
    {
        await using var database = await TestDatabase.Create(migrated: false);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await Assert.ThrowsAsync<PostgresException>(() => Run(source, [new(1, "first", "create table crm.a (b integer); select 1 / 0")]));
        Assert.Equal(0, await database.Scalar<long>("select count(*) from pg_tables where schemaname = 'crm' and tablename = 'a'"));
        await Run(source, [new(1, "first", "create table crm.a (b integer)")]);
    }

    private static Task Run(NpgsqlDataSource source, IReadOnlyList<Migration> migrations) =>
        new Migrator(source, migrations, NullLogger<Migrator>.Instance).Run(CancellationToken.None);
}
