using Crm.Silo.Configuration;
using Crm.Silo.Engine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Deploy.Tests.Silo;

/// <summary>The silo as its program puts it together from environment variables, but not started: its settings are read and checked.</summary>
internal sealed class ComposedSilo : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ReadSettings _read = new();
    private readonly string[] _names;

    public ComposedSilo(IReadOnlyDictionary<string, string> settings)
    {
        // Those that begin so are the runtime's.
        _names = [.. settings.Keys.Where(static name => !name.StartsWith("DOTNET_", StringComparison.Ordinal) && !name.StartsWith("ASPNETCORE_", StringComparison.Ordinal))];
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings.Select(static pair => KeyValuePair.Create(Key(pair.Key), (string?)pair.Value)));
        builder.Configuration.Sources.Add(_read);
        builder.AddConfiguration();
        builder.UseActors();
        builder.AddSilo();
        _app = builder.Build();
        Errors = SettingErrors.Of(_app.Services);
    }

    /// <summary>What the silo has against the settings.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>Settings that nothing in the silo asked for.</summary>
    public IEnumerable<string> Unread => _names.Where(name => !_read.Has(Key(name)));

    public IEnumerable<string> Routes
    {
        get
        {
            _app.UseSilo();
            return ((IEndpointRouteBuilder)_app).DataSources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>().Select(static route => "/" + route.RoutePattern.RawText!.TrimStart('/'));
        }
    }

    public T Options<T>()
        where T : class => _app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<T>>().Value;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string Key(string variable) => variable.Replace("__", ":", StringComparison.Ordinal);
}
