using Microsoft.Extensions.Options;

namespace Crm.Silo.Configuration;

/// <summary>What is wrong with the settings, all at once and without a stack trace, before anything is made that rests on them.</summary>
internal static class SettingErrors
{
    /// <summary>EX_CONFIG of sysexits.h: trying again does not help.</summary>
    public const int ExitCode = 78;

    public static IReadOnlyList<string> Of(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (OptionsValidationException invalid)
        {
            return [.. invalid.Failures];
        }
        catch (AggregateException several)
        {
            return [.. several.InnerExceptions.OfType<OptionsValidationException>().SelectMany(static invalid => invalid.Failures).Distinct()];
        }
        catch (InvalidOperationException unreadable)
        {
            return [unreadable.Message]; // such as a word where a number must be; it names the setting
        }
    }

    public static void Write(IReadOnlyList<string> errors)
    {
        foreach (var error in errors)
        {
            System.Console.Error.WriteLine(error);
        }
    }
}
