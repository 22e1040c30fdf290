using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Retention;

/// <summary>How what is old is deleted; section <c>Crm:Retention</c>. For how long it is kept each store says.</summary>
internal sealed class RetentionOptions
{
    /// <summary>How often it is looked for. Default 10 min; 100 ms to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan Period { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Between two slices, so that what is under way has the database too. Default 50 ms; 0 to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(50);
}

[OptionsValidator]
internal sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;
