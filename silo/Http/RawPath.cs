using Microsoft.AspNetCore.Http.Features;

namespace Crm.Silo.Http;

/// <summary>The request's path as it was sent, before the server decoded anything.</summary>
internal static class RawPath
{
    /// <summary>
    /// A segment decoded exactly once. The routed path cannot be used for this: the server leaves %2F in it encoded
    /// but decodes %25, so that "%2F" and "%252F" read the same there.
    /// </summary>
    public static string? Segment(HttpContext context, int index)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        if (!target.StartsWith('/') && scheme >= 0)
        {
            var rest = target[(scheme + 3)..];
            target = rest.IndexOf('/') is >= 0 and var start ? rest[start..] : [];
        }

        target = target.IndexOf('?') is >= 0 and var query ? target[..query] : target;
        var place = -1;
        foreach (var range in target.Split('/'))
        {
            if (place++ == index)
            {
                return Uri.UnescapeDataString(target[range]);
            }
        }

        return null;
    }
}
