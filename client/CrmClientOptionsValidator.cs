using System.Globalization;
using Microsoft.Extensions.Options;

namespace Crm.Client;

/// <summary>By hand, for the address has to be looked at and one of two keys is enough. No message holds a key.</summary>
internal sealed class CrmClientOptionsValidator : IValidateOptions<CrmClientOptions>
{
    public ValidateOptionsResult Validate(string? name, CrmClientOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        CheckUrl(options.Url, result);
        CheckKeys(options, result);
        CheckNumber(nameof(options.BatchSize), options.BatchSize, 1, 2_500, result);
        CheckNumber(nameof(options.QueueLimit), options.QueueLimit, 1, 1_000_000, result);
        CheckNumber(nameof(options.MaxRetries), options.MaxRetries, 0, 10, result);
        CheckTime(nameof(options.FlushInterval), options.FlushInterval, TimeSpan.Zero, TimeSpan.FromMinutes(1), result);
        CheckTime(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10), result);
        CheckTime(nameof(options.StreamIdleTimeout), options.StreamIdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), result);
        CheckTime(nameof(options.RetryFor), options.RetryFor, TimeSpan.Zero, TimeSpan.FromHours(24), result);
        CheckTime(nameof(options.MaxRetryDelay), options.MaxRetryDelay, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5), result);
        CheckTime(nameof(options.DisposeTimeout), options.DisposeTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10), result);
        return result.Build();
    }

    /// <exception cref="OptionsValidationException">Names everything that is wrong.</exception>
    public static void Check(CrmClientOptions options)
    {
        var result = new CrmClientOptionsValidator().Validate(null, options);
        if (result.Failed)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(CrmClientOptions), result.Failures);
        }
    }

    // What is in the address gets into logs, so nothing secret may be.
    private static void CheckUrl(Uri? url, ValidateOptionsResultBuilder result)
    {
        if (url is not { IsAbsoluteUri: true } || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            result.AddError("Url must be an absolute http or https address without user, query and fragment, such as https://crm.example.com.");
        }
    }

    private static void CheckKeys(CrmClientOptions options, ValidateOptionsResultBuilder result)
    {
        if (string.IsNullOrEmpty(options.WriteKey) && string.IsNullOrEmpty(options.ApiKey))
        {
            result.AddError("WriteKey or ApiKey must be set.");
        }

        CheckKey(nameof(options.WriteKey), options.WriteKey, result);
        CheckKey(nameof(options.ApiKey), options.ApiKey, result);
    }

    // A space or line end, which comes with a key that was copied or read from a file, could not be sent in a header.
    private static void CheckKey(string name, string? key, ValidateOptionsResultBuilder result)
    {
        if (key?.All(static c => c is > ' ' and < '\x7F') == false)
        {
            result.AddError($"{name} holds a character that no key has, such as a space or a line end.");
        }
    }

    private static void CheckNumber(string name, int value, int least, int most, ValidateOptionsResultBuilder result)
    {
        if (value < least || value > most)
        {
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be from {least} to {most}; it is {value}."));
        }
    }

    private static void CheckTime(string name, TimeSpan value, TimeSpan least, TimeSpan most, ValidateOptionsResultBuilder result)
    {
        if (value < least || value > most)
        {
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be from {least:c} to {most:c}; it is {value:c}."));
        }
    }
}
