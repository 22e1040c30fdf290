using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Webhooks;

/// <summary>How webhooks are sent; section <c>Crm:Webhooks</c>.</summary>
internal sealed class WebhookOptions
{
    /// <summary>How long name, connection and TLS may take together. Default 3 s; 100 ms to 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long an attempt may take, redirects included, until the head of the answer is there. Default 10 s; 1 s to 20 s: shorter than a call of a grain may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:20")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections of this process to one host and port. Default 64; 1 to 1,024.</summary>
    [Range(1, 1024)]
    public int ConnectionsPerHost { get; set; } = 64;

    /// <summary>How long a connection is used before the name is looked up again. Default 2 min; 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ConnectionLifetime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Bytes of an answer's body that are read, and dropped, to use its connection again; beyond them it is closed. Default 4,096; 0 to 1 MB.</summary>
    [Range(0, 1024 * 1024)]
    public int AnswerBytes { get; set; } = 4096;

    /// <summary>Whether http will do for every host; else only for those that <see cref="Allow"/> names. Default false.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>CRM_WEBHOOK_ALLOW: host names, addresses and CIDR blocks, by commas, that may be called also inside the network and by http. Default none.</summary>
    public string Allow { get; set; } = "";
}

[OptionsValidator]
internal sealed partial class WebhookOptionsValidator : IValidateOptions<WebhookOptions>;

internal sealed class WebhookAllowValidator : IValidateOptions<WebhookOptions>
{
    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        foreach (var entry in AllowedHosts.Unreadable(options.Allow))
        {
            result.AddError($"CRM_WEBHOOK_ALLOW: '{entry}' is no host name, address or CIDR block (such as hooks.internal, 10.1.2.3 or 10.0.0.0/8; without scheme and port).");
        }

        return result.Build();
    }
}
