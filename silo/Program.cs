using Crm.Silo.Configuration;
using Crm.Silo.Engine;

var builder = WebApplication.CreateBuilder(args);
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
await app.RunAsync();
return 0;
