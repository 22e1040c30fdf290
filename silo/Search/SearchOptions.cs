using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Crm.Silo.Search;

/// <summary>Section <c>Crm:Search</c>.</summary>
internal sealed class SearchOptions
{
    /// <summary>How long one call may judge customers before it answers with what it has. Default 2 s; 0 to 1 min. A first few hundred are judged in any case.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Budget { get; set; } = TimeSpan.FromSeconds(2);
}

[OptionsValidator]
internal sealed partial class SearchOptionsValidator : IValidateOptions<SearchOptions>;
