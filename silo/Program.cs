using Crm.Silo.Configuration;
using Crm.Silo.Engine;

var builder = WebApplication.CreateBuilder(args);
builder.AddConfiguration();
builder.UseActors();
builder.AddSilo();

var app = builder.Build();
app.UseSilo();
await app.RunAsync();
