using Crm.Client.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crm.Client.Tests.Configuration;

public class OptionsTests
{
    [Fact]
    public void Create_EverythingWrong_NamesAllAndNoKey()
    {
        var options = new CrmClientOptions
        {
            Url = new("ftp://me:secret@host"),
            WriteKey = "my secret",
            ApiKey = "line end\n",
            BatchSize = 2_501,
            QueueLimit = 0,
            MaxRetries = -1,
            FlushInterval = TimeSpan.FromMinutes(2),
            Timeout = TimeSpan.Zero,
            StreamIdleTimeout = TimeSpan.Zero,
            RetryFor = TimeSpan.FromDays(2),
            MaxRetryDelay = TimeSpan.Zero,
            DisposeTimeout = TimeSpan.FromSeconds(-1),
        };

        var error = Assert.Throws<OptionsValidationException>(() => new CrmClient(options));

        Assert.Equal(
            [
                "Url", "WriteKey", "ApiKey", "BatchSize", "QueueLimit", "MaxRetries", "FlushInterval", "Timeout", "StreamIdleTimeout", "RetryFor", "MaxRetryDelay", "DisposeTimeout",
            ],
            error.Failures.Select(static failure => failure.Split(' ')[0]));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/relative")]
    [InlineData("https://host/?key=1")]
    [InlineData("https://host/#part")]
    [InlineData("https://user@host/")]
    public void Create_AddressThatIsNone_IsRefused(string url) =>
        Assert.StartsWith("Url", Assert.Throws<OptionsValidationException>(() => new CrmClient(new() { Url = new(url, UriKind.RelativeOrAbsolute), ApiKey = "k" })).Message, StringComparison.Ordinal);

    [Fact]
    public void Create_WithoutAnything_NamesBothThatAreRequired() =>
        Assert.Equal(2, Assert.Throws<OptionsValidationException>(() => new CrmClient(new())).Failures.Count());

    [Fact]
    public async Task Create_DefaultsAndBounds_AreAccepted()
    {
        await using var defaults = new CrmClient(new() { Url = new("https://host"), ApiKey = "k" });
        await using var least = new CrmClient(new()
        {
            Url = new("http://127.0.0.1:8080/crm/"),
            WriteKey = "k",
            BatchSize = 1,
            QueueLimit = 1,
            MaxRetries = 0,
            FlushInterval = TimeSpan.Zero,
            Timeout = TimeSpan.FromMilliseconds(100),
            StreamIdleTimeout = TimeSpan.FromSeconds(1),
            RetryFor = TimeSpan.Zero,
            MaxRetryDelay = TimeSpan.FromMilliseconds(10),
            DisposeTimeout = TimeSpan.Zero,
        });
        await using var most = new CrmClient(new()
        {
            Url = new("https://host"),
            ApiKey = "k",
            BatchSize = 2_500,
            QueueLimit = 1_000_000,
            MaxRetries = 10,
            FlushInterval = TimeSpan.FromMinutes(1),
            Timeout = TimeSpan.FromMinutes(10),
            StreamIdleTimeout = TimeSpan.FromHours(1),
            RetryFor = TimeSpan.FromHours(24),
            MaxRetryDelay = TimeSpan.FromMinutes(5),
            DisposeTimeout = TimeSpan.FromMinutes(10),
        });
    }

    [Fact]
    public async Task AddCrmClient_BadOptions_StopsTheHostFromStarting()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddCrmClient(static options => options.BatchSize = 0);
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Equal(3, error.Failures.Count());
    }

    [Fact]
    public async Task AddCrmClient_Resolved_IsOneThatLogsNoAddress()
    {
        await using var server = await StubServer.Start(static context => context.Json("""{"applied":true}"""));
        var (log, handled) = (new TestLog(), 0);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Provider(log)));
        services.Configure<CrmClientOptions>(options => options.Url = server.Url);
        services.AddCrmClient(static options => options.ApiKey = "the-api-key").AddHttpMessageHandler(() => new Counting(() => handled++));
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        var crm = provider.GetRequiredService<CrmClient>();
        await crm.Customers.TagAsync("u:ana", ["vip"]);

        Assert.Same(crm, provider.GetRequiredService<CrmClient>());
        Assert.Equal(1, handled);
        Assert.All(log.Lines, static line => Assert.False(line.Contains("ana", StringComparison.Ordinal) || line.Contains("the-api-key", StringComparison.Ordinal), line));
    }

    private sealed class Provider(ILogger log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => log;

        public void Dispose()
        {
        }
    }

    private sealed class Counting(Action count) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            count();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
