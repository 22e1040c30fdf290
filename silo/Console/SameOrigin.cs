namespace Crm.Silo.Console;

/// <summary>Tells calls of the console's own pages from those that another site has a browser make.</summary>
internal static class SameOrigin
{
    /// <summary>Any page can have a form or image sent; a header of its own only one of this origin can add.</summary>
    public const string Header = "X-Crm-Console";

    /// <summary>A call that changes nothing, or has the header and comes from this origin.</summary>
    public static bool Allows(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || (request.Headers[Header] is ["1"] && SaysSo(request));

    /// <summary>Browsers say where a call comes from; other clients do not, and hold no cookie of somebody else.</summary>
    public static bool SaysSo(HttpRequest request) => request.Headers["Sec-Fetch-Site"] is [] or ["same-origin"];
}
