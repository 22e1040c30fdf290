using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Rfm;

/// <summary>Section <c>Crm:Rfm</c>. How often a store is refreshed the store says.</summary>
internal sealed class RfmOptions
{
    /// <summary>How often it is looked whether a refresh is due. Default 10 s; 50 ms to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(10);
}

[OptionsValidator]
internal sealed partial class RfmOptionsValidator : IValidateOptions<RfmOptions>;
