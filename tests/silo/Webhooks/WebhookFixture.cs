using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Crm.Core.Definitions;
using Crm.Core.Time;
using Crm.Grains.Triggers;
using Crm.Postgres.Stores;
using Crm.Postgres.Webhooks;
using Crm.Silo.Webhooks;
using Crm.TestSupport.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Silo.Tests.Webhooks;

/// <summary>A store with its secret in a database of its own, and senders that sign by it.</summary>
public sealed class WebhookFixture : IAsyncLifetime
{
    public const string Store = "shop";
    public const string Id = "act_7f3";

    public static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"type":"automation.action","data":{"customer":{"fields":{"email":"maria@example.com"}}}}""");

    private TestDatabase _database = null!;
    private ServiceProvider _services = null!;

    /// <summary>For 127.0.0.1 and localhost, signed by itself.</summary>
    public X509Certificate2 Certificate { get; } = SelfSigned();

    internal WebhookSecrets Secrets => _services.GetRequiredService<WebhookSecrets>();

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create();
        _services = _database.Services();
        await _services.GetRequiredService<StoreRepository>().Create(new StoreSettings(Store, StoreClock.Wall), default);
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>One attempt by a sender of its own, with the product's options but for what is named.</summary>
    internal async Task<ActionOutcome> Send(
        Uri url, string allow = "127.0.0.1", Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null, bool trusting = false,
        TimeSpan? timeout = null, TimeSpan? connectTimeout = null, CancellationToken cancellationToken = default)
    {
        using var handler = Handler(allow, resolve);
        handler.ConnectTimeout = connectTimeout ?? handler.ConnectTimeout;
        if (trusting)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.GetCertHashString() == Certificate.GetCertHashString();
        }

        return await Send(handler, url, Instant.From(DateTimeOffset.UtcNow), timeout: timeout, cancellationToken: cancellationToken);
    }

    /// <summary>One attempt through a handler that stays open.</summary>
    internal Task<ActionOutcome> Send(
        SocketsHttpHandler handler, Uri url, Instant at, string id = Id, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        new WebhookSender(new(handler, disposeHandler: false), Secrets, timeout ?? new WebhookOptions().Timeout, TimeProvider.System)
            .Send(url, Store, id, at, Body, cancellationToken);

    internal static SocketsHttpHandler Handler(string allow = "127.0.0.1", Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null) =>
        WebhookServices.Handler(new(), new(new(allow), allowHttp: false, resolve ?? Dns.GetHostAddressesAsync));

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
