using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Crm.Postgres.Console;

/// <summary>How long signing in to the console is good for; section <c>Crm:SignIn</c>.</summary>
public sealed class SignInOptions
{
    public const string Section = "Crm:SignIn";

    /// <summary>From the making of a link to its use. Default 15 min; 1 s to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Link { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a session may go unused. Default 12 h; 1 s to 365 days. Above <see cref="Session"/> that one holds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan Idle { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long a session lasts however much it is used. Default 7 days; 1 s to 365 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan Session { get; set; } = TimeSpan.FromDays(7);
}

[OptionsValidator]
internal sealed partial class SignInOptionsValidator : IValidateOptions<SignInOptions>;
