namespace Crm.Silo.Webhooks;

/// <summary>Which addresses can be called at all, before anything is looked up.</summary>
internal static class WebhookUrls
{
    /// <summary>What is wrong with it, for people; null where nothing is. It never names path or query, which may be secret.</summary>
    public static string? Problem(Uri url) =>
        !url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp) || url.IdnHost.Length == 0 ? "The address is none of http or https."
        : url.UserInfo.Length > 0 ? "The address has a user or password."
        : null;
}
