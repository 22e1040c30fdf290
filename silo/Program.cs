using System.Data.Common;
using Crm.Ingest.Kafka;
using Crm.Postgres.Migrations;
using Crm.Silo.Configuration;
using Crm.Silo.Engine;

// What is configured is checked once, at the start; else a change of any file in the working directory would be looked at.
var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
builder.AddConfiguration();
builder.UseActors();
builder.AddSilo();

var app = builder.Build();
if (SettingErrors.Of(app.Services) is { Count: > 0 } errors)
{
    SettingErrors.Write(errors);
    return SettingErrors.ExitCode;
}

app.UseSilo();
try
{
    await app.RunAsync();
    return 0;
}
catch (Exception thrown) when (thrown is DbException or SchemaMismatchException or TopicException)
{
    Console.Error.WriteLine(thrown.Message); // the log has all of it
    return 1;
}
